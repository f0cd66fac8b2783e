# Python's websocket-client, which sends an Origin unasked: that of the address it connects to. python3 websocket_client.py URL [ORIGIN|none]
import sys
import websocket

url, origin = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
try:
    socket = websocket.create_connection(url, timeout=10, origin=origin if origin != "none" else None, suppress_origin=origin == "none")
    for word in ("hello", "again"):
        socket.send(word)
        heard = socket.recv()
        if heard != word:
            sys.exit(f"websocket-client: heard {heard!r}")
    socket.close()
    print("websocket-client", websocket.__version__)
except Exception as error:
    sys.exit(f"websocket-client: {error}")
