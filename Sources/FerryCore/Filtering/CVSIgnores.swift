/// The ignore list of CVS that `-C` stands for: built-in names, then those of the user.
public struct CVSIgnores: Hashable, Sendable {
    /// The content of `~/.cvsignore`; empty when there is none.
    public var homeFile: [UInt8]
    /// The value of `CVSIGNORE`; empty when unset.
    public var variable: [UInt8]

    public init(homeFile: [UInt8] = [], variable: [UInt8] = []) {
        self.homeFile = homeFile
        self.variable = variable
    }

    /// rsync(1), `--cvs-exclude`.
    static let builtIn = """
        RCS SCCS CVS CVS.adm RCSLOG cvslog.* tags TAGS .make.state .nse_depinfo *~ #* .#* ,* _$* *$ *.old *.bak *.BAK \
        *.orig *.rej .del-* *.a *.olb *.o *.obj *.so *.exe *.Z *.elc *.ln core .svn/ .git/ .hg/ .bzr/
        """

    /// The rules, in order. Only the built-in ones are perishable, unless `grammar` says that all are.
    func rules(_ grammar: FilterGrammar, deleteExcluded: Bool) -> [FilterRule] {
        var perishable = grammar
        perishable.isPerishable = true
        var rules: [FilterRule] = []
        for (words, grammar) in [(Array(Self.builtIn.utf8), perishable), (homeFile, grammar), (variable, grammar)] {
            var parser = FilterRuleParser(words[...], grammar: grammar, deleteExcluded: deleteExcluded)
            // Words without prefixes have no syntax that could be wrong.
            while let rule = try? parser.next() {
                if case .pattern(let rule) = rule { rules.append(rule) } else { rules = [] }
            }
        }
        return rules
    }
}
