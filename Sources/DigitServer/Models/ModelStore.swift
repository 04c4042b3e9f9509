package import DigitRecognition
import NIOConcurrencyHelpers

/// The models that are answered for, shared by all requests; each request takes one as it is at that moment.
package final class ModelStore: Sendable {
    private let models: NIOLockedValueBox<[ServedModel]>

    /// Loads models; the first is used where a request names none.
    ///
    /// - Parameter locations: At least one.
    /// - Throws: `ModelError`: as loading does, or `usage` without a model or where two have one name.
    package init(_ locations: [ModelLocation]) throws {
        guard !locations.isEmpty else { throw ModelError(.usage, "expected at least one model to serve, found none") }
        var models: [ServedModel] = []
        for location in locations {
            let model = try ServedModel(location)
            guard !models.contains(where: { $0.name == model.name }) else {
                throw ModelError(.usage, "two models are called \(model.name): rename one's file")
            }
            models.append(model)
        }
        self.models = NIOLockedValueBox(models)
    }

    /// The models, in the order in which they were named.
    package var all: [ServedModel] { models.withLockedValue { $0 } }

    /// The model that is used where none is named.
    package var standard: ServedModel { models.withLockedValue { $0[0] } }

    /// The model of a name.
    package subscript(name name: some StringProtocol) -> ServedModel? { all.first { $0.name == name } }

    /// What a reload made of one model.
    package enum Reload: Sendable, Equatable {
        /// Its file holds other weights, which are used from now on.
        case replaced(name: String, version: Int)
        /// Its file holds the weights that it held.
        case unchanged(name: String)
        /// Its file cannot be read any more: what it held is used on.
        case kept(name: String, reason: String)
    }

    /// Reads the files of all models again; those inside the program stay as they are.
    package func reload() -> [Reload] {
        all.filter { model in
            if case .shipped = model.location { false } else { true }
        }.map { model in
            do {
                guard let new = try model.reloaded() else { return .unchanged(name: model.name) }
                models.withLockedValue { models in
                    for index in models.indices where models[index].name == new.name { models[index] = new }
                }
                return .replaced(name: new.name, version: new.version)
            } catch {
                return .kept(name: model.name, reason: "\(error)")
            }
        }
    }
}
