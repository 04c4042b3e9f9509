import DigitDatasets
import DigitNetwork
import DigitRecognition

/// All pieces there are, in the order in which they are timed; nothing is prepared before a piece needs it.
struct PieceList {
    /// The pieces.
    let pieces: [Piece]

    /// Images in one call.
    static let batches = [1, 10, 100, 1_000, 10_000, 60_000]
    /// Images that no call takes at once.
    static let streamed = 6_000_000

    /// Lists the pieces.
    ///
    /// - Parameters:
    ///   - data: The images.
    ///   - weights: A file with the book's weights, or `nil` for a network of the same shape that we ship.
    ///   - threads: The numbers of threads to time with.
    ///   - references: How many images the float64 reference calculates for a dense network; a hundredth for others.
    ///   - quick: Whether large numbers of images are left out.
    /// - Throws: Where the weights cannot be read, or no temporary folder can be made.
    init(_ data: BenchmarkData, weights: String?, threads: [Int], references: Int, quick: Bool) throws {
        let scratch = try ScratchFolder()
        let book = try weights.map { try Recognizer(contentsOf: $0) } ?? Recognizer(.mlp)
        let files = Once { try TrainingSplitFiles(data) }
        var recognizers = try ShippedModel.allCases.map { (name: $0.rawValue, recognizer: try Recognizer($0)) }
        if weights != nil { recognizers.insert(("book", book), at: 0) }
        let networks = recognizers.map { name, recognizer in
            let isDense = recognizer.network.inputShape.count == 1
            let network = Once {
                try CheckedNetwork(
                    recognizer, name: name, data: data, references: isDense ? references : max(1, references / 100),
                    isBook: name == "book")
            }
            return (name: name, network: network)
        }
        var list = threads.map { Piece.peak(threads: $0) }
        list += Piece.reading { try files.value() } + Piece.loading(book, scratch)
        for (name, network) in networks {
            for batch in Self.batches where !quick || batch <= 1_000 {
                for count in threads where batch > 1 || count == threads.first {
                    list.append(
                        Piece.deferred("predict/\(name)/batch-\(batch)", threads: count) {
                            Piece.prediction(try network.value(), data, batch: batch, threads: count)
                        })
                }
            }
            if !quick {
                for count in threads {
                    list.append(
                        Piece.deferred("predict/\(name)/stream-\(Self.streamed)", threads: count) {
                            Piece.stream(try network.value(), data, count: Self.streamed, threads: count)
                        })
                }
            }
        }
        list.append(.augmentation(data))
        for architecture in [Network.ConvolutionalArchitecture.cnnSmall, .cnn] {
            list += threads.map { .trainingStep(architecture, data, threads: $0) }
        }
        pieces = list
    }
}

extension Piece {
    /// A piece that is put together when it is run.
    fileprivate static func deferred(
        _ name: String, threads: Int, _ make: @escaping () throws -> Piece
    ) -> Piece {
        Piece(name, threads: threads) { try make().run($0) }
    }
}

/// A value that is made when it is first asked for.
final class Once<Value> {
    private var made: Value?
    private let make: () throws -> Value

    /// Keeps how to make it.
    init(_ make: @escaping () throws -> Value) { self.make = make }

    /// The value.
    func value() throws -> Value {
        if let made { return made }
        let value = try make()
        made = value
        return value
    }
}
