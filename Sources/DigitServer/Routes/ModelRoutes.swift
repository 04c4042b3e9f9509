import DigitDatasets
import DigitFormats
import DigitNetwork
import DigitRecognition
import HTTPTypes
import Hummingbird

/// What the server and its models are: `/v1/models`, and the Open Inference Protocol's questions about health and
/// metadata.
struct ModelRoutes: Sendable {
    let models: ModelStore

    var resources: [Resource] {
        // Models are loaded before the first connection is accepted.
        let server: [Resource] = [
            .get("/v1/models") { _, _ in Response(json: list) }, .get("/v2") { _, _ in Response(json: Self.server) },
            .get("/v2/health/live") { _, _ in Self.flag("live") },
            .get("/v2/health/ready") { _, _ in Self.flag("ready") },
        ]
        return ["/v2/models/:model", "/v2/models/:model/versions/:version"].reduce(into: server) { resources, path in
            resources.append(.get(path) { _, context in Response(json: Self.metadata(of: try models.model(context))) })
            resources.append(.get(path + "/ready") { _, context in Self.ready(try models.model(context)) })
        }
    }

    private static var server: JSONWriter {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("name", "swift-digits")
            writer.member("version", ProjectVersion.current)
            writer.name("extensions")
            writer.array { $0.value("binary_tensor_data") }
        }
        return writer
    }

    private static func ready(_ model: ServedModel) -> Response {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("name", model.name)
            writer.member("ready", true)
        }
        return Response(json: writer)
    }

    private static func flag(_ name: StaticString) -> Response {
        var writer = JSONWriter()
        writer.object { $0.member(name, true) }
        return Response(json: writer)
    }

    /// The models for people and pages.
    private var list: JSONWriter {
        var writer = JSONWriter()
        writer.array { writer in
            for (index, model) in models.all.enumerated() {
                writer.object { writer in
                    writer.member("name", model.name)
                    writer.member("default", index == 0)
                    writer.member("version", String(model.version))
                    writer.member("parameters", model.recognizer.network.parameterCount)
                    writer.member("summary", model.summary)
                }
            }
        }
        return writer
    }

    private static func metadata(of model: ServedModel) -> JSONWriter {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("name", model.name)
            writer.name("versions")
            writer.array { $0.value(String(model.version)) }
            writer.member("platform", "swift-digits")
            writer.name("inputs")
            writer.array { writer in
                writer.object { writer in
                    writer.member("name", InferenceTensor.input)
                    writer.member("datatype", InferenceTensor.DataType.fp32.rawValue)
                    writer.member("shape", [-1, InferenceTensor.pixels])
                }
            }
            writer.name("outputs")
            writer.array { writer in
                for output in InferenceTensor.Output.allCases {
                    writer.object { writer in
                        writer.member("name", output.rawValue)
                        writer.member("datatype", output.dataType)
                        writer.member("shape", output.shape(count: -1, classes: model.recognizer.classes))
                    }
                }
            }
        }
        return writer
    }
}

extension ServedModel {
    /// What it is, in one line.
    var summary: String {
        switch location {
        case .shipped(let model): model.summary
        case .downloaded(let model): model.summary
        case .file: recognizer.network.architecture
        }
    }
}

extension ModelStore {
    /// The model that a path names, and of the version that it names.
    ///
    /// - Throws: ``Refusal`` with 404.
    func model(_ context: BasicRequestContext) throws -> ServedModel {
        let name = context.parameters.get("model") ?? ""
        guard let model = self[name: name] else {
            throw Refusal(.notFound, "model: expected \(names), found \(String(shown: name))")
        }
        if let version = context.parameters.get("version"), version != String(model.version) {
            throw Refusal(
                .notFound, "version: expected \(model.version) of \(model.name), found \(String(shown: version))")
        }
        return model
    }

    /// The models' names, for messages.
    var names: String {
        let names = all.map(\.name)
        return names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
    }
}
