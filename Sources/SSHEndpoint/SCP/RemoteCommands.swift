internal import FerryCore

/// What an account's POSIX shell is taught before it is asked for anything. Each function gets a root and a path below it, and
/// ends with a status of `SCPStatus` where it fails; nothing is decided by what programs print of errors.
///
/// All paths begin with a slash or a dot, so that none is an option. Symlinks above a path are refused, as far as a look can
/// tell. `stat` is asked for `NAME/ FIELDS`: a name holds no slash but those of its path, which is known.
enum RemoteCommands {
    /// To be run once, in each session.
    ///
    /// - Parameter mark: Of the session.
    static func prelude(umask: UInt16, followsDirectoryLinks: Bool, mark: String) -> [UInt8] {
        let mask = String(umask, radix: 8)
        return Array(
            "LC_ALL=C TZ=UTC0; export LC_ALL TZ; unset CDPATH; umask \(mask); links=\(followsDirectoryLinks ? 1 : 0)\n"
                .utf8) + Array("mark=\(mark)\n".utf8) + Array(functions.utf8)
    }

    /// Follows what `take` is sent: nothing to do for a shell, and for `take` the sign that all of it was read.
    static func endOfInput(mark: String) -> [UInt8] { Array(": \(mark)\n".utf8) }

    /// Says who we are, and whether what is needed is there: `stat` of GNU and BusyBox, or of the BSDs.
    static let probe = Array("ready && id -u && id -G".utf8)

    private static let functions = #"""
        if stat -c %f / >/dev/null; then
            format='%n/ %f %u %g %s %Y %X %h %d %i %Z'
            facts() { stat -c "$format" "$1"; }
            followed() { stat -L -c "$format" "$1"; }
            size() { stat -c %s "$1"; }
            all='stat -c "$0" "$@"' all_followed='stat -L -c "$0" "$@"'
        elif stat -f %Xp / >/dev/null; then
            format='%N/ %Xp %u %g %z %m %a %l %d %i %c'
            facts() { stat -f "$format" "$1"; }
            followed() { stat -L -f "$format" "$1"; }
            size() { stat -f %z "$1"; }
            all='stat -f "$0" "$@"' all_followed='stat -L -f "$0" "$@"'
        fi
        ready() {
            [ -n "$format" ] || return 45
            for program in find scp readlink; do command -v $program >/dev/null || return 45; done
        }
        there() { [ -e "$1" ] || [ -h "$1" ]; }
        absent() {
            d=$1
            while :; do
                case $d in ?*/*) d=${d%/*} ;; *) return 40 ;; esac
                if [ -d "$d" ]; then
                    [ -x "$d" ] && return 40
                    return 41
                fi
            done
        }
        present() { there "$1" || absent "$1"; }
        writable() {
            [ -d "${1%/*}/." ] || { absent "$1"; return; }
            [ -w "${1%/*}/." ] && [ -x "${1%/*}/." ] || return 41
        }
        blocked() { writable "$1" && return 1; }
        safe() {
            d=$1 r=$2
            while :; do
                case $r in */*) d=$d/${r%%/*} r=${r#*/} ;; *) return 0 ;; esac
                [ -h "$d" ] && [ $links = 0 ] && return 40
                [ -d "$d" ] && continue
                there "$d" && return 40
                absent "$d"
                return
            done
        }
        look() {
            safe "$1" "$2" || return
            p=$1/$2
            if [ -z "$2" ]; then
                [ -d "$p." ] || { there "$1" && return 40; absent "$1"; return; }
                p=$1/.
            fi
            # What is there at the second look may have come meanwhile.
            facts "$p" || { there "$p" || { absent "$p"; return; }; facts "$p" || return 41; }
            if [ -h "$p" ]; then readlink -n "$p" || return 1; fi
        }
        aim() { followed "$1/$2" || absent "$1/$2"; }
        contents() {
            p=$1/$2
            [ -n "$4" ] || safe "$1" "${2:+$2/}" || return
            [ -d "$p/." ] || { [ -d "$p" ] && return 41; there "$p" && return 40; absent "$p"; return; }
            [ -r "$p/." ] && [ -x "$p/." ] || return 41
            (
                cd "$p/." || exit 1
                find . ! -name . -prune -exec sh -c "$all; :" "$format" {} + || exit 1
                echo =
                [ -z "$3" ] || find . ! -name . -prune -type l -exec sh -c "$all_followed; :" "$format" {} + || exit 1
                echo =
                find . ! -name . -prune -type l -exec sh -c \
                    'for f do t=$(readlink -n "$f"; echo x); printf "%s\0%s\0" "$f" "${t%x}"; done' sh {} + || exit 1
            )
        }
        real() { cd -P "$1/$2/." && printf %s "$PWD"; }
        make() {
            safe "$1" "$2" || return
            p=$1${2:+/$2}
            mkdir ${3:+-m $3} "$p" && return
            there "$p" && return 42
            blocked "$p"
        }
        drop() {
            safe "$1" "$2" || return
            p=$1${2:+/$2}
            present "$p" || return
            if [ -d "$p" ] && ! [ -h "$p" ]; then
                [ "$3" = d ] || return 44
                rmdir "$p" && return
                [ -n "$(ls -A "$p")" ] && return 43
            else
                [ "$3" = f ] || return 44
                rm -f "$p" && return
            fi
            there "$p" || return 40
            blocked "$p"
        }
        drop_all() {
            root=$1
            shift
            for file do
                drop "$root" "$file" f
                echo $?
            done
        }
        meta() {
            h=
            [ -h "$1" ] && h=-h
            [ -z "$5" ] || chown $h "$5" "$1" || printf u
            [ -z "$6" ] || chgrp $h "$6" "$1" || printf g
            if [ -n "$4" ]; then [ -z "$h" ] && chmod "$4" "$1" || printf p; fi
            [ -z "$2" ] || touch $h -c -m -t "$2" "$1" || printf m
            [ -z "$3" ] || touch $h -c -a -t "$3" "$1" || printf a
        }
        apply() {
            safe "$1" "$2" || return
            p=$1/$2
            present "$p" || return
            meta "$p" "$3" "$4" "$5" "$6" "$7"
        }
        move() {
            [ -d "$2" ] && ! [ -h "$2" ] && return 42
            [ "$1" -ef "$2" ] && ! [ -h "$1" ] && ! [ -h "$2" ] && return 0
            mv -fT "$1" "$2" && return
            present "$1" || return
            if [ -h "$2" ] && [ -d "$2" ]; then rm -f "$2"; fi
            [ -d "$2" ] && return 42
            mv -f "$1" "$2" && return
            blocked "$2"
        }
        place() {
            move "$1" "$2" && return
            e=$?
            rm -f "$1"
            return $e
        }
        commit() {
            safe "$1" "$2" || return
            p=$1/$2 s=$3
            [ -f "$s" ] && ! [ -h "$s" ] || { absent "$s"; return; }
            [ "$(size "$s")" -eq "$4" ] || return 46
            meta "$s" "$5" "$6" "$7" "$8" "$9"
            echo
            move "$s" "$p" || return
            facts "$p"
        }
        keep() {
            safe "$1" "$2" || return
            [ -f "$3" ] || { absent "$3"; return; }
            move "$3" "$1/$2"
        }
        link() {
            safe "$1" "$2" || return
            p=$1/$2
            [ -d "$p" ] && ! [ -h "$p" ] && return 42
            ln -s -- "$4" "$3" || { blocked "$3"; return; }
            meta "$3" "$5" "$6" "$7" "$8" "$9"
            place "$3" "$p"
        }
        twin() {
            safe "$1" "$2" || return
            safe "$4" "$5" || return
            p=$1/$2 o=$4/$5
            present "$o" || return
            [ -d "$o" ] && ! [ -h "$o" ] && return 40
            [ -d "$p" ] && ! [ -h "$p" ] && return 42
            [ "$o" -ef "$p" ] && ! [ -h "$o" ] && ! [ -h "$p" ] && return 0
            ln "$o" "$3" || { blocked "$3"; return; }
            place "$3" "$p"
        }
        rename() {
            safe "$1" "$2" || return
            safe "$3" "$4" || return
            present "$1/$2" || return
            move "$1/$2" "$3/$4"
        }
        send() {
            if [ -n "$3" ]; then
                p=$1/$2
                followed "$p" || { absent "$p"; return; }
            else
                safe "$1" "$2" || return
                p=$1/$2
                facts "$p" || { there "$p" && return 41; absent "$p"; return; }
                [ -h "$p" ] && return 44
            fi
            [ -f "$p" ] || return 44
            [ -r "$p" ] || return 41
            go
            scp -p -f "$p"
        }
        take() {
            safe "$1" "$2" || return
            writable "$3" || return
            go
            scp -t "$3" && return
            e=$?
            [ -z "$4" ] || rm -f "$3"
            # What scp left of a content must never be taken for commands: unless all was read, the shell ends.
            [ $e -ge 126 ] || { IFS= read -r rest && [ "$rest" = ": $mark" ] && return $e; }
            printf '\n%s %d\n' "$mark" $e
            exit $e
        }

        """#

    /// A call of one of the functions.
    static func call(_ name: String, _ words: [[UInt8]]) -> [UInt8] {
        var line = Array(name.utf8)
        for word in words { line += [UInt8(ascii: " ")] + ShellWord.quoting(word) }
        return line
    }
}
