# Runs a command in a pseudo-terminal for a test: orders come in as lines of JSON, what the terminal gets goes out as base64 lines.
import base64, fcntl, json, os, pty, select, signal, struct, sys, termios

columns, rows, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]


def size(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def say(kind, value):
    os.write(1, (kind + " " + value + "\n").encode())


go, going = os.pipe()
child, terminal = pty.fork()
if child == 0:
    # Waits until the terminal has its size.
    os.close(going)
    os.read(go, 1)
    os.execvp(command[0], command)
os.close(go)
size(terminal, columns, rows)
os.close(going)

waiting = b""
status = None
streams = [terminal, 0]
while terminal in streams:
    ready, _, _ = select.select(streams, [], [], 0.1)
    if terminal in ready:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            data = b""
        if data == b"":
            streams.remove(terminal)
        else:
            say("out", base64.b64encode(data).decode())
    if 0 in ready:
        data = os.read(0, 65536)
        if data == b"":
            streams.remove(0)
            os.kill(child, signal.SIGKILL)
        waiting += data
        while b"\n" in waiting:
            line, waiting = waiting.split(b"\n", 1)
            order = json.loads(line)
            if "keys" in order:
                os.write(terminal, order["keys"].encode())
            if "size" in order:
                size(terminal, *order["size"])
            if "signal" in order:
                os.kill(child, getattr(signal, order["signal"]))
    if status is None:
        ended, found = os.waitpid(child, os.WNOHANG | os.WUNTRACED)
        if ended == child and os.WIFSTOPPED(found):
            say("stopped", "")
        elif ended == child:
            status = found
if status is None:
    _, status = os.waitpid(child, 0)
say("exit", str(os.waitstatus_to_exitcode(status)))
