import FerryCommands
import Glibc

// Not exit(3): it would end the C libraries while threads of connections still use them. Everything is written by now.
_exit(Program.run(CommandLine.rawArguments))
