extension CommandDescription {
    static let check = CommandDescription(
        .check, synopsis: ["[OPTION...] A B", "[OPTION...] DIR --manifest=FILE"],
        summary: "compare two trees and change nothing",
        examples: [
            Example("Compare sizes and times:", "ferry check photos/ /backup/photos/"),
            Example("Compare every byte:", "ferry check -c photos/ /backup/photos/"),
            Example("Compare a delivery with its manifest:", "ferry check delivery/ --manifest=SHA256SUMS"),
            Example("Leave out what need not be the same:", "ferry check --exclude='*.log' src/ dst/"),
        ],
        paragraphs: [
            """
            Prints one line for each difference: "missing" for what B lacks, "extra" for what only B has, and \
            "differs" with the reason. Both trees are taken as what is in them, with or without a trailing slash. \
            Files are the same when size and modification time are equal, or with -c when their content is.
            """
        ],
        statuses: Status.comparisons, operands: .directory)
}
