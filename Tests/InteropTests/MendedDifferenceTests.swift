import Harness
import Testing

@Suite("differences from rsync that were mended")
struct MendedDifferenceTests {
    /// Everything but inode numbers; what was made just now has no other time. Messages are each program's own.
    /// A case is begun anew where a second ended meanwhile: what was made before and after would have two times.
    private static let look = """
        look() (cd "$1" && find . -mindepth 1 -printf '%p %y %m %U:%G %n %T@ %A@ %l\\n' | sort \\
            | awk -v start=$start '{ for (i = 6; i <= 7; i++) if ($i >= start) $i = "now"; if ($2 != "f" || !atimes) $7 = ""; print }' atimes=$2)

        """

    @Test("lines, status and tree agree", arguments: MendedDifference.all)
    func agrees(_ difference: MendedDifference) {
        let atimes = difference.arguments.contains("-U") ? 1 : 0
        let outcome = Shell().run(
            Self.look + """
                start=$(($(date +%s) - 1)); umask 022
                for program in rsync 'ferry rsync'; do
                    began=; ended=never
                    until [ "$began" = "$ended" ]; do
                        rm -rf "$program"; began=$(date +%s)
                        mkdir "$program"
                        (cd "$program" && { \(difference.setup); } \\
                            && { $program -i --out-format='%i %n%L' \(difference.arguments) > lines 2> errors; echo $? >> lines; } \\
                            && grep -vE '^(skipping|sender) ' lines | sort > sorted && rm lines errors)
                        ended=$(date +%s)
                    done
                    look "$program" \(atimes) > "$program.tree"
                done
                diff rsync/sorted 'ferry rsync/sorted' && diff rsync.tree 'ferry rsync.tree'
                """)
        #expect(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
    }
}
