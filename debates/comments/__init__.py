"""Talk about the map, which is never part of the argument."""
