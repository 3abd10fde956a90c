import FerryCore
import Testing

/// What is refused, and in which words.
@Suite struct FilterParseTests {
    @Test(arguments: [
        ("x foo", "unknown filter rule 'x foo'"),
        ("excluded foo", "unknown filter rule 'excluded foo'"),
        ("-", "filter rule '-' has no pattern"),
        ("- ", "filter rule '- ' has no pattern"),
        ("include", "filter rule 'include' has no pattern"),
        ("-z foo", "invalid modifier 'z' in filter rule '-z foo'"),
        ("-n foo", "invalid modifier 'n' in filter rule '-n foo'"),
        ("exclude\tfoo", "invalid modifier '\t' in filter rule 'exclude\tfoo'"),
        ("Hs foo", "invalid modifier 's' in filter rule 'Hs foo'"),
        ("PC", "invalid modifier 'C' in filter rule 'PC'"),
        (":! foo", "invalid modifier '!' in filter rule ':! foo'"),
        (":-+ foo", "invalid modifier '+' in filter rule ':-+ foo'"),
        (":-C foo", "invalid modifier 'C' in filter rule ':-C foo'"),
        ("! foo", "filter rule '!' takes no pattern: '! foo'"),
        ("-C foo", "filter rule '-C' takes no pattern: '-C foo'"),
        ("merge nowhere", "cannot read filter file 'nowhere': no such file or directory"),
        ("merge,s sided", "filter rule '-r foo' names a side, and so does the merge rule of its file (sided:2)"),
        ("merge,r sided2", "filter rule 'hide foo' names a side, and so does the merge rule of its file (sided2:3)"),
        ("merge loop", "filter file 'loop' is merged by itself, or merging is nested too deeply"),
        ("merge,w words", "unknown filter rule '?' (words:2)"),
    ])
    func refuses(_ rule: String, _ message: String) {
        let files = [
            "sided": "- a\n-r foo", "sided2": "#\n\nhide foo\n", "loop": "merge loop", "words": "- a + b\n\t? c",
        ]
        var list = FilterList()
        let error = #expect(throws: FilterParseError.self) {
            try list.add(Array(rule.utf8)) { (name) in
                files[String(decoding: name, as: UTF8.self)].map { Array($0.utf8) }
            }
        }
        #expect(error?.description == message)
    }

    @Test func fileErrorsAreToldFromSyntaxErrors() {
        #expect(FilterParseError(.mergeFileMissing, rule: []).isFileError)
        #expect(FilterParseError(.mergeFileUnreadable("denied"), rule: []).isFileError)
        #expect(!FilterParseError(.unknownRule, rule: []).isFileError)
    }

    @Test func emptyValuesAddNothing() throws {
        var list = FilterList()
        try list.add([]) { (_) in nil }
        try list.add([], grammar: .excludes) { (_) in nil }
        #expect(list.isEmpty)
    }

    @Test func wordsMayHavePrefixes() throws {
        var list = FilterList()
        try list.add(Array("merge,w f".utf8)) { (_) in Array("- foo + bar\n- *".utf8) }
        #expect(list.names(of: ["foo", "bar", "baz"]) == ["bar"])
    }

    @Test func nulsEndLinesWhenAsked() throws {
        var list = FilterList(settings: FilterSettings(nulSeparated: true))
        try list.addFile(named: Array("f".utf8), grammar: .excludes) { (_) in Array("a\nb\0#c\0\0d\0".utf8) }
        #expect(list.names(of: ["a", "b", "a\nb", "#c", "d"]) == ["a", "b", "#c"])
    }

    @Test func attributeRulesAreApart() throws {
        var list = FilterList()
        for rule in ["-x! user.*", "- user.*"] { try list.add(Array(rule.utf8)) { (_) in nil } }
        let scope = FilterScope(list, side: .sender, base: [])
        #expect(scope.hasAttributeRules)
        #expect(scope.excludes(attribute: Array("system.acl".utf8)))
        #expect(!scope.excludes(attribute: Array("user.note".utf8)))
        #expect(list.names(of: ["user.note", "system.acl"]) == ["system.acl"])
    }

    /// rsync makes the list once, at the first rule that stands for it: its side and its other properties stay.
    @Test(
        arguments: [
            (["-sC"], [.sender]), (["-rC"], [.receiver]), (["-sC", "-C"], [.sender]),
            (["-C", "-sC"], [.sender, .receiver]),
            (["-sC", "-rC"], [.sender]), (["-rC", "!", "-C"], [.receiver]), (["+C", "-C"], []),
        ] as [([String], [FilterSide])])
    func ignoresOfCVSAreThoseOfTheFirstRule(rules: [String], excluding: [FilterSide]) throws {
        var list = FilterList()
        for rule in rules { try list.add(Array(rule.utf8)) { (_) in nil } }
        for side in [FilterSide.sender, .receiver] {
            let scope = FilterScope(list, side: side, base: [])
            let excludes = scope.excludes(try RelativePath(validating: "a.o"), isDirectory: false)
            #expect(excludes == excluding.contains(side))
        }
    }

    @Test func errorsOfTheTreeNameTheFile() throws {
        var list = FilterList()
        try list.add(Array(": .rules".utf8)) { (_) in nil }
        let scope = FilterScope(list, side: .sender, base: Array("/data".utf8))
        let directory = try RelativePath(validating: "a/b")
        let error = #expect(throws: FilterParseError.self) {
            try scope.entering(directory) { (_) in Array("# first\n\nwrong".utf8) }
        }
        #expect(error?.description == "unknown filter rule 'wrong' (a/b/.rules:3)")
    }
}

extension FilterList {
    /// Those of these files that a sender selects.
    func names(of names: [String]) -> [String] {
        let scope = FilterScope(self, side: .sender, base: [])
        return names.filter { !scope.excludes(RelativePath(unchecked: Array($0.utf8)), isDirectory: false) }
    }
}
