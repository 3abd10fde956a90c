import FerryCommands
import Glibc

exit(Program.run(CommandLine.rawArguments))
