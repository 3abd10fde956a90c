"""A server of FTP that keeps files in memory and lies as it is told: ftp-stub.py PORT LIE...

It takes any login, lets every client see everything, and logs the commands that it gets to standard output.
"""
import hashlib
import socket
import sys
import threading
import zlib

sys.dont_write_bytecode = True
import ftp_stub_renaming

PORT, LIES = int(sys.argv[1]), set(sys.argv[2:])
FILES = {"/one": b"one", "/sub/two": b"0123456789" * 300_000}
DIRECTORIES = {"/"}
TIMES = {}
TIME = "20210304050607"
LOCK = threading.Lock()
CONNECTIONS = threading.Semaphore(2)
CROWDED = {"crowded", "crowded-mute"}
OPEN, LOGGED_IN = set(), set()
# With the lie `together=N`, files are taken once N of them have come at a time.
TOGETHER = max((int(lie[9:]) for lie in LIES if lie.startswith("together=")), default=1)
ARRIVAL = threading.Condition()
ARRIVED = 0


def wait_for_others():
    global ARRIVED
    with ARRIVAL:
        ARRIVED += 1
        ARRIVAL.notify_all()
        # Nobody waits for ever for a client that sends fewer; it is seen by its connections.
        ARRIVAL.wait_for(lambda: ARRIVED >= TOGETHER, timeout=20)

LOG = threading.Lock()


def log(line):
    with LOG:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


FEATURES = ["MLST type*;size*;modify*;", "MDTM", "SIZE", "REST STREAM", "EPSV"]
# Older ways of telling digests, each a feature where its name is among the lies; else there is HASH.
OLDER_DIGESTS = {
    "XSHA512": lambda content: hashlib.sha512(content).hexdigest(),
    "XSHA256": lambda content: hashlib.sha256(content).hexdigest(),
    "XSHA1": lambda content: hashlib.sha1(content).hexdigest(),
    "XMD5": lambda content: hashlib.md5(content).hexdigest().upper(),
    "XCRC": lambda content: f"{zlib.crc32(content):08X}",
}
FEATURES += sorted(LIES & set(OLDER_DIGESTS)) or ["HASH SHA-256*"]
# `code-page`: it says that it can do UTF-8, and does when it is asked for.
if "code-page" in LIES:
    FEATURES.append("UTF8")
# `MFF` sets times in place of `MFMT`.
FEATURES.append("MFF modify;" if "MFF" in LIES else "MFMT")


class Session:
    def __init__(self, control):
        self.control = control
        self.offset = 0
        self.listener = None
        self.old = None
        self.directory = "/"
        self.encoding = "latin-1" if "code-page" in LIES else "utf-8"

    def reply(self, text):
        self.control.sendall(text.encode(self.encoding) + b"\r\n")

    def commands(self):
        rest = b""
        while data := self.control.recv(65536):
            *lines, rest = (rest + data).split(b"\r\n")
            # Some servers lose what comes with a command.
            if "one-at-a-time" in LIES:
                lines, rest = lines[:1], b""
            yield from (line.decode(self.encoding) for line in lines)

    def run(self):
        if CROWDED & LIES and not CONNECTIONS.acquire(blocking=False):
            return None if "crowded-mute" in LIES else self.reply("421 Too many connections")
        self.has_place = False
        with LOCK:
            OPEN.add(self)
            log(f"connections {len(OPEN)}")
        try:
            self.reply("220 ready")
            for line in self.commands():
                log(line)
                verb, _, argument = line.partition(" ")
                if "drops-offers" in LIES and verb.upper() == "MLST":
                    self.drop_offer()
                self.verb = verb.upper()
                handler = getattr(self, self.verb, None)
                if handler:
                    handler(argument)
                else:
                    self.reply("502 not known")
                if verb.upper() == "QUIT":
                    return
        finally:
            with LOCK:
                OPEN.discard(self)
                LOGGED_IN.discard(self)
            if CROWDED & LIES or self.has_place:
                CONNECTIONS.release()

    def USER(self, _):
        self.reply("331 password")

    def PASS(self, _):
        if "crowded-login" in LIES:
            self.has_place = CONNECTIONS.acquire(blocking=False)
            if not self.has_place:
                return self.reply("530 Sorry, the maximum number of clients is reached")
        with LOCK:
            LOGGED_IN.add(self)
            log(f"logins {len(LOGGED_IN)}")
        self.reply("230 welcome")

    def PWD(self, _):
        self.reply('257 "/" is where you are')

    def FEAT(self, _):
        listed = [f for f in FEATURES if not (f.startswith("ML") and "lines" in LIES)]
        self.reply("\r\n ".join(["211-Features"] + listed) + "\r\n211 End")

    def TYPE(self, _):
        self.reply("200 type")

    def NOOP(self, _):
        self.reply("200 nothing")

    def OPTS(self, argument):
        if argument == "UTF8 ON":
            self.encoding = "utf-8"
        self.reply("200 set")

    def CWD(self, path):
        self.directory = path
        self.reply("250 there")

    def QUIT(self, _):
        self.reply("221 bye")

    def REST(self, argument):
        self.offset = int(argument)
        self.reply("350 go on")

    def EPSV(self, _):
        if "no-epsv" in LIES:
            return self.reply("500 not known")
        self.reply("229 go (|||%d|)" % self.listen())

    def PASV(self, _):
        # An address that leads elsewhere, as that of a server behind another one does.
        self.reply("227 go (10,255,255,1,%d,%d)" % divmod(self.listen(), 256))

    def listen(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(20)
        return self.listener.getsockname()[1]

    def drop_offer(self):
        if self.listener:
            self.listener.accept()[0].close()
            self.listener.close()
            self.listener = None

    def transfer(self, body, end="226 done"):
        if not self.listener:
            return self.reply("425 no connection")
        self.reply("150 here")
        data, _ = self.listener.accept()
        self.listener.close()
        self.listener = None
        try:
            body(data)
        finally:
            data.close()
        self.reply(end)

    def facts(self, path, name):
        if path in FILES:
            size = len(FILES[path]) - (1 if "size" in LIES and path.startswith("/.") else 0)
            return f"type=file;size={size};modify={TIMES.get(path, TIME)}; {name}"
        if path in DIRECTORIES or any(known.startswith(path + "/") for known in FILES):
            return f"type=dir;modify={TIME}; {name}"
        return None

    def MLST(self, path):
        facts = self.facts(path.rstrip("/") or "/", path)
        self.reply(f"250-Start\r\n {facts}\r\n250 End" if facts else "550 no such file")

    def MDTM(self, path):
        self.reply(f"213 {TIME}" if path in FILES else "550 no such file")

    def MLSD(self, path):
        if "no-mlsd" in LIES:
            return self.reply("502 not known")
        prefix = path.rstrip("/") + "/"
        names = {known[len(prefix):].split("/")[0] for known in FILES if known.startswith(prefix)}
        lines = [self.facts(prefix + name, name) for name in sorted(names)]
        hostile = {"dots": "../escaped", "slash": "a/b", "none": "", "twice": "one"}
        lines += [f"type=file;size=3;modify={TIME}; {hostile[lie]}" for lie in LIES if lie in hostile]
        if "nonsense" in LIES:
            lines.append("what is this")
        text = "".join(line + "\r\n" for line in lines).encode(self.encoding)
        self.transfer(lambda data: data.sendall(text[: len(text) // 2] if "cut-list" in LIES else text))

    def LIST(self, _):
        if "no-mlsd" in LIES:
            prefix = self.directory.rstrip("/") + "/"
            names = {known[len(prefix):].split("/")[0] for known in FILES if known.startswith(prefix)}
            lines = [
                f"-rw-r--r-- 1 u g {len(FILES[prefix + name])} Mar 04 2021 {name}"
                if prefix + name in FILES else f"drwxr-xr-x 2 u g 4096 Mar 04 2021 {name}"
                for name in sorted(names)
            ]
            return self.transfer(lambda data: data.sendall("".join(line + "\r\n" for line in lines).encode(self.encoding)))
        lines = ["total 1", "-rw-r--r-- 1 u g 3 Jan 01 2020 ../escaped", "\x1b[2J what", "drwx"]
        self.transfer(lambda data: data.sendall("\r\n".join(lines).encode(self.encoding) + b"\r\n"))

    def RETR(self, path):
        if path not in FILES:
            return self.reply("550 no such file")
        content, offset, self.offset = FILES[path], self.offset, 0
        content = content[offset:]
        if "short" in LIES:
            content = content[: len(content) // 2]
        if "long" in LIES:
            content += b"more"
        self.transfer(lambda data: data.sendall(content))

    def STOR(self, path):
        offset, self.offset = self.offset, 0
        received = []
        full = {"full": "452 Insufficient storage space", "aborts": "426 None; transfer aborted."}
        ends = [full[lie] for lie in LIES if lie in full]
        if ends and path.split("/")[-1].startswith("."):
            return self.transfer(lambda data: data.recv(65536), ends[0])

        def receive(data):
            while piece := data.recv(65536):
                received.append(piece)
            wait_for_others()
            # Before the reply: another connection may look at once.
            old, new = FILES.get(path, b""), b"".join(received)
            if offset == 0 or "truncating" in LIES:
                FILES[path] = new
            else:
                FILES[path] = old[:offset] + new + old[offset + len(new):]

        self.transfer(receive)

    def HASH(self, path):
        content = FILES.get(path)
        if content is None:
            return self.reply("550 no such file")
        if "wrong-hash" in LIES:
            content += b"x"
        elif "flipped" in LIES and len(content) > 100:
            content = b"x" + content[1:]
        self.reply(f"213 SHA-256 0-{len(content)} {hashlib.sha256(content).hexdigest()} {path}")

    def RNFR(self, path):
        self.old = path
        self.reply("350 and to what?" if path in FILES else "550 no such file")

    def RNTO(self, path):
        self.reply(ftp_stub_renaming.rename(self.old, path, FILES, TIMES, LIES))

    def MKD(self, path):
        DIRECTORIES.add(path)
        self.reply("257 made")

    def DELE(self, path):
        self.reply("250 gone" if FILES.pop(path, None) is not None else "550 no such file")

    def MFMT(self, argument):
        if "MFF" in LIES:
            return self.reply("502 not known")
        self.set_time(*argument.split(" ", 1))

    def MFF(self, argument):
        facts, path = argument.split("; ", 1)
        self.set_time(facts.removeprefix("Modify="), path)

    def set_time(self, time, path):
        TIMES[path] = time
        self.reply(f"213 Modify={time}; {path}")

    def digest(self, path):
        path = path.strip('"')
        self.reply(f"250 {OLDER_DIGESTS[self.verb](FILES[path])}" if path in FILES else "550 no such file")

    XSHA512 = XSHA256 = XSHA1 = XMD5 = XCRC = digest


def serve(control):
    with control:
        try:
            Session(control).run()
        except OSError:
            pass


with socket.create_server(("127.0.0.1", PORT)) as server:
    while True:
        threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
