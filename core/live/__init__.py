"""Numbers of what changes, told to whoever reads it: an event stream as a raw ASGI route beside the pages.

`given` is what the product hands in, `door` decides who may listen, `ear` hears the database, `hub` knows the
listeners, `readers` counts them, `stream` answers the request.
"""
