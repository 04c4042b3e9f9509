import DigitFormats
import DigitRecognition
import Hummingbird

/// Reads the pictures of one request.
struct ClassifyWork: Sendable {
    let query: ClassifyQuery
    let model: ServedModel
    let metrics: ServerMetrics

    /// What a picture is called that came without a name, as on the command line.
    private static let unnamed = "-"

    /// Answers for a body that is a small picture; `nil` where it has more pixels than that.
    func answer(picture: ByteBuffer, upTo pixels: Int) throws -> Response? {
        do {
            return try picture.withUnsafeReadableBytes { try answer($0, Self.unnamed, pixels) }
        } catch let error as FormatError {
            guard error.kind == .limitExceeded else { throw Self.refusal(error) }
            return nil
        }
    }

    /// Answers for a body that is a picture.
    func answer(picture: ByteBuffer, maximumPixels: Int) throws -> Response {
        do {
            return try picture.withUnsafeReadableBytes { try answer($0, Self.unnamed, maximumPixels) }
        } catch let error as FormatError {
            throw Self.refusal(error)
        }
    }

    /// Answers for a form with pictures: of several, one that cannot be read does not stop the others.
    func answer(form: ByteBuffer, boundary: String, maximumParts: Int, maximumPixels: Int) throws -> Response {
        try form.withUnsafeReadableBytes { body in
            let files = try MultipartForm(body, boundary: boundary, limit: maximumParts).files
            guard let first = files.first else {
                throw Refusal.badRequest("form: expected at least one file, found none")
            }
            func content(_ file: MultipartForm.File) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: body[file.content])
            }
            if files.count == 1 {
                do {
                    return try answer(content(first), first.name, maximumPixels)
                } catch let error as FormatError {
                    throw Self.refusal(error)
                }
            }
            guard !query.isAnnotated else {
                throw Refusal.badRequest("annotate: expected one picture, found \(files.count)")
            }
            return Response(
                json: ClassifyAnswer(query: query).json(
                    files.map { file in
                        do {
                            let picture = try GreyImage.decode(content(file).bytes, maximumPixels: maximumPixels)
                            return .read(read(picture), file: file.name)
                        } catch {
                            return .failed("\(file.name): \(error)", file: file.name)
                        }
                    }))
        }
    }

    /// Answers for one picture.
    ///
    /// - Throws: `FormatError` where it cannot be read.
    private func answer(_ bytes: UnsafeRawBufferPointer, _ file: String, _ maximumPixels: Int) throws -> Response {
        let picture = try GreyImage.decode(bytes.bytes, maximumPixels: maximumPixels)
        let reading = read(picture)
        guard query.isAnnotated else {
            return Response(json: ClassifyAnswer(query: query).json([.read(reading, file: file)]))
        }
        return Response(
            status: .ok, headers: [.contentType: "image/png"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try PNG.encode(reading.annotated(picture)))))
    }

    private func read(_ picture: GreyImage) -> PictureReading {
        let options = ReadingOptions(isSingle: query.isSingle, checksDigits: query.checksDigits)
        let reading = model.recognizer.read(picture, options: options)
        metrics.count(images: reading.digits.count, model: model.name)
        return reading
    }

    private static func refusal(_ error: FormatError) -> Refusal {
        switch error.kind {
        case .limitExceeded: .tooLarge("\(error)")
        case .unsupported, .wrongFormat: Refusal(.unsupportedMediaType, "\(error)")
        case .truncated, .trailingBytes, .malformed, .forbidden: .badRequest("\(error)")
        }
    }
}
