extension Network {
    /// The layers as a table: what each gives an image, its parameters and its multiply-adds, and the totals.
    ///
    /// ```
    /// layer    output  parameters  multiply-adds
    /// input       784
    /// dense        50      39,250         39,200
    /// sigmoid      50
    /// ...
    /// total                45,360         45,200
    /// ```
    ///
    /// A picture's output is written as `32x28x28`, channels first.
    ///
    /// Plain text, one line a layer, without a line feed at the end.
    public var summary: String {
        var rows = [["layer", "output", "parameters", "multiply-adds"], ["input", size(inputShape), "", ""]]
        for (layer, shape) in zip(layers, shapes) {
            let (parameters, products) = (layer.parameterCount, layer.multiplyAdds(giving: shape))
            rows.append([
                layer.name, size(shape), parameters > 0 ? grouped(parameters) : "",
                products > 0 ? grouped(products) : "",
            ])
        }
        rows.append(["total", "", grouped(parameterCount), grouped(multiplyAdds)])
        let widths = rows[0].indices.map { column in rows.reduce(0) { max($0, $1[column].count) } }
        return rows.map { line($0, widths) }.joined(separator: "\n")
    }
}

/// One line of the table: the first column to the left, numbers to the right, no spaces at the end.
private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 0 ? cell + padding : "  " + padding + cell
    }
    while line.last == " " { line.removeLast() }
    return line
}

/// A number with its thousands apart, such as `45,360`.
private func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
        if index > 0, index % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return String(text.reversed())
}

/// `784`, or `32x28x28` for a picture.
private func size(_ shape: [Int]) -> String {
    shape.count == 1 ? grouped(shape[0]) : shape.map(String.init).joined(separator: "x")
}
