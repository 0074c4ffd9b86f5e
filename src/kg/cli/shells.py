"""Shells: the line that bash, zsh or fish holds in, what may come next in the form that it takes out.

`eval "$(_KG_COMPLETE=bash_source kg)"` switches it on. What stands in a graph may come from anywhere, and what is
completed is about to be run: nothing is offered that a shell could take for more than a word, and whatever goes wrong,
nothing is offered and nothing is said.
"""

from __future__ import annotations

import os
from gettext import gettext
from typing import NamedTuple

import click
from click import shell_completion
from click.shell_completion import CompletionItem

from kg.cli.completion import install
from kg.cli.offers import PART, Item
from kg.cli.options import Session
from kg.cli.verbs import group
from kg.errors import KgError

VARIABLE = "_KG_COMPLETE"
_SPACE = " \t\n"
_PLAIN = "_@%+=:,./-"  # beside letters and digits, what bash leaves as it is
_NO_HELP = "_"  # what the script for zsh takes for none


class Typed(NamedTuple):
    """A line up to the cursor.

    words: those before the last, the command among them. word: the last, which may be empty, without quotation marks
    and backslashes. quote: the mark that it still stands in, if any. settled: how much of the word readline leaves
    as it is: it completes what follows a quotation mark or one of the characters that it breaks words at.
    """

    words: list[str]
    word: str
    quote: str
    settled: int


def read_line(line: str, breaks: str = "") -> Typed:
    """What a line means to a shell (its variables and substitutions apart); `breaks` are those of readline."""
    words, word, quote, settled, begun, escaped = list[str](), "", "", 0, False, False
    for character in line:
        if escaped or (quote and character not in (quote, "\\")) or (quote == "'" and character != quote):
            word, escaped = word + character, False
        elif character == "\\":
            escaped = begun = True
        elif quote or character in "'\"":
            quote = "" if quote else character
            settled, begun = len(word), True
        elif character in _SPACE:
            words += [word] if begun else []
            word, settled, begun = "", 0, False
        else:
            word, begun = word + character, True
            settled = len(word) if character in breaks else settled
    return Typed(words, word, quote, settled)


class _Shell(shell_completion.ShellComplete):
    """What the shells have in common: where values are found, and that they come alone or with one line of help."""

    ctx_args: dict[str, Session]

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words after the command, and the one at the cursor."""
        typed = self.typed()
        return typed.words[1:], typed.word

    def typed(self) -> Typed:
        """The line as the shell's script hands it over."""
        return read_line(os.environ.get("_KG_LINE", ""), os.environ.get("_KG_BREAKS", ""))

    def get_completions(self, args: list[str], incomplete: str) -> list[Item]:
        """What may come next; `--format=cs` is completed whole."""
        from kg.cli.translation import speak

        install(group, click.Context(group), args)
        name, equals, value = incomplete.partition("=")
        if equals and name.startswith("--"):
            found = super().get_completions([*args, name], value)
            found = [
                CompletionItem(f"{name}={item.value}", type=item.type, help=item.help, describe=item.describe)
                for item in found
            ]
        else:
            found = super().get_completions(args, incomplete)
        speak(self.ctx_args["obj"].language)  # which the line may have said
        return found

    def help_of(self, item: Item) -> str:
        """What is said of an item, in one line and in the reader's language; nothing that it says itself."""
        from kg.escapes import visible

        try:  # what click and the verbs say stands in English; gettext looks for a file for each word that it has not
            said = item.describe() if item.describe else gettext(item.help) if item.help else ""
        except KgError:  # of a question whose header is wrong
            said = ""
        return visible(" ".join(said.split())) if not item.value.endswith(said) else ""


class Bash(_Shell):
    """Bash shows no help, and inserts what it gets as it is: what is special to it must be quoted before."""

    name = "bash"
    source_template = """\
%(complete_func)s() {
    local type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            file) compopt -o default 2>/dev/null ;;
            dir) compopt -o dirnames 2>/dev/null ;;
            part) compopt -o nospace 2>/dev/null; COMPREPLY+=("$value") ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(_KG_LINE="${COMP_LINE:0:COMP_POINT}" _KG_BREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "${1/#\\~/$HOME}" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s kg innovation-kg 2>/dev/null ||
    complete -F %(complete_func)s kg innovation-kg
"""

    def complete(self) -> str:
        """A line an item: its type, a comma, and what follows what readline leaves as it is."""
        typed = self.typed()
        before = typed.word[: typed.settled]
        items = self.get_completions(typed.words[1:], typed.word)
        return "\n".join(
            f"{item.type},{self._quoted(item.value[len(before) :], typed.quote)}"
            for item in items
            if item.value.startswith(before)
        )

    @staticmethod
    def _quoted(value: str, quote: str) -> str:
        """The value with a backslash before what is special to bash, unless a quotation mark stands before it."""
        plain = (each if each.isalnum() or each in _PLAIN or not each.isascii() else f"\\{each}" for each in value)
        return value if quote else "".join(plain)


class Zsh(_Shell):
    """Zsh quotes what it inserts."""

    name = "zsh"
    source_template = """\
#compdef kg innovation-kg
%(complete_func)s() {
    local -a described parts plain response
    local type value help
    local -x _KG_LINE="${(j: :)words[1,CURRENT]}"
    response=("${(@f)$(%(complete_var)s=zsh_complete "${words[1]/#\\~/$HOME}" 2>/dev/null)}")
    for type value help in ${response}; do
        case $type in
            file) _path_files -f ;;
            dir) _path_files -/ ;;
            part) parts+=("$value:$help") ;;
            plain) if [[ $help == _ ]]; then plain+=("$value"); else described+=("$value:$help"); fi ;;
        esac
    done
    (( $#described )) && _describe -V kg described -U
    (( $#parts )) && _describe -V kg-parts parts -U -S ''
    (( $#plain )) && compadd -U -V kg-plain -a plain
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s kg innovation-kg
fi
"""

    def format_completion(self, item: Item) -> str:
        """Three lines: type, value (its colons escaped where a description follows one), help."""
        help = self.help_of(item) or _NO_HELP
        described = item.type == PART or help != _NO_HELP
        value = item.value.replace(":", "\\:") if described else item.value
        return f"{item.type}\n{value}\n{help}"


class Fish(_Shell):
    """Fish quotes what it inserts, and adds no space after `=`."""

    name = "fish"
    source_template = """\
function %(complete_func)s
    set -l line (commandline -cp | string collect)
    for completion in (env _KG_LINE="$line" %(complete_var)s=fish_complete (commandline -opc)[1] 2>/dev/null)
        set -l parts (string split -m 1 , -- $completion)
        switch $parts[1]
            case file
                __fish_complete_path $parts[2]
            case dir
                __fish_complete_directories $parts[2]
            case '*'
                printf '%%s\\n' $parts[2]
        end
    end
end
complete --no-files --command kg --arguments "(%(complete_func)s)"
complete --no-files --command innovation-kg --arguments "(%(complete_func)s)"
"""

    def format_completion(self, item: Item) -> str:
        """A line: type, comma, value, and the help behind a tab."""
        return f"{item.type},{item.value}" + (f"\t{help}" if (help := self.help_of(item)) else "")


def complete(instruction: str) -> int:
    """Prints what the script of a shell asks for (`bash_complete`), or that script (`bash_source`); the exit status."""
    for shell in (Bash, Zsh, Fish):
        shell_completion.add_completion_class(shell)
    try:
        return shell_completion.shell_complete(group, {"obj": Session()}, "kg", VARIABLE, instruction)
    except (Exception, KeyboardInterrupt):
        return 1
