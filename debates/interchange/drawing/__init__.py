"""A map as a picture: chosen, measured, laid out and drawn as SVG, and from that as PNG; no Django in it."""
