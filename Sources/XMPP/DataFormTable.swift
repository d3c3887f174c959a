import XML

/// The table of a form of results (XEP-0004, section 3.4):
/// ```xml
/// <reported><field var='title' label='Title' type='text-single'/></reported>
/// <item><field var='title'><value>Summer night</value></field></item>
/// ```
extension DataForm {
  package struct Column: Hashable, Sendable {
    package var name: String
    package var label: String
    package var type: FieldType

    package init(_ name: String, _ label: String, _ type: FieldType = .textSingle) {
      self.name = name
      self.label = label
      self.type = type
    }
  }

  package struct Table: Hashable, Sendable {
    package var columns: [Column]
    /// Values by the names of their columns; those that are missing are left out.
    package var rows: [[String: String]]

    /// So many rows are read.
    static let maximumRows = 10_000

    package init(columns: [Column], rows: [[String: String]]) {
      self.columns = columns
      self.rows = rows
    }
  }
}

extension DataForm.Table {
  /// Nil if a form has none.
  init?(in form: Element) {
    guard let reported = form.first("reported", Namespace.dataForms) else { return nil }
    columns = reported.all("field", Namespace.dataForms).compactMap { field in
      field["var"].map {
        DataForm.Column(
          $0, field["label"] ?? "",
          field["type"].flatMap(DataForm.FieldType.init) ?? .textSingle)
      }
    }
    rows = form.all("item", Namespace.dataForms).prefix(Self.maximumRows).map { item in
      var row: [String: String] = [:]
      for field in item.all("field", Namespace.dataForms) {
        if let name = field["var"] { row[name] = field.text(of: "value") ?? "" }
      }
      return row
    }
  }

  /// The children of the form.
  var elements: [Element] {
    let reported = columns.map {
      Element(
        "field", Namespace.dataForms,
        ["var": $0.name, "label": $0.label, "type": $0.type.rawValue])
    }
    return [Element("reported", Namespace.dataForms, [:], reported)]
      + rows.map { Element("item", Namespace.dataForms, [:], fields(of: $0)) }
  }

  private func fields(of row: [String: String]) -> [Element] {
    columns.compactMap { column in
      row[column.name].map { value in
        Element(
          "field", Namespace.dataForms, ["var": column.name],
          [Element("value", Namespace.dataForms, text: value)])
      }
    }
  }
}
