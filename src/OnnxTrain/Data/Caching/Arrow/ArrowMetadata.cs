namespace OnnxTrain;

/// <summary>
/// Arrow's metadata as FlatBuffers (format/Schema.fbs, Message.fbs and File.fbs of Apache Arrow). Slots are those of the tables there.
/// </summary>
internal static class ArrowMetadata
{
    /// <summary>The key of the fingerprint in the file's own metadata.</summary>
    public const string FingerprintKey = "onnxtrain.fingerprint";

    /// <summary>The key of what else the file holds.</summary>
    public const string InfoKey = "onnxtrain.info";

    /// <summary>The key of the number of rows.</summary>
    public const string RowsKey = "onnxtrain.rows";

    public const int SchemaHeader = 1, DictionaryHeader = 2, BatchHeader = 3;

    private const int Version5 = 4;

    private const int IntegerType = 2, FloatType = 3, TextType = 5, BooleanType = 6, BytesType = 15, ListType = 16;

    public static byte[] Schema(IReadOnlyList<ArrowColumn> columns)
    {
        var builder = new FlatBuilder();
        return Message(builder, SchemaHeader, Schema(builder, columns), 0);
    }

    public static byte[] Batch(long rows, IReadOnlyList<ArrowColumn> columns, ArrowBody body)
    {
        var builder = new FlatBuilder();
        var nodes = new List<long>();
        foreach (var column in columns)
        {
            if (column.IsList) nodes.AddRange([rows, 0]);
            nodes.AddRange([column.IsList ? rows * column.Column.RowLength : rows, 0]);
        }

        return Message(builder, BatchHeader, Batch(builder, rows, [.. nodes], body), body.Length);
    }

    public static byte[] Dictionary(long id, int texts, ArrowBody body)
    {
        var builder = new FlatBuilder();
        var batch = Batch(builder, texts, [texts, 0], body);
        var dictionary = builder.Table(new(0, sizeof(long), id), FlatField.Reference(1, batch));
        return Message(builder, DictionaryHeader, dictionary, body.Length);
    }

    public static byte[] Footer(
        IReadOnlyList<ArrowColumn> columns, IReadOnlyList<ArrowPart> dictionaries, IReadOnlyList<ArrowPart> batches,
        IReadOnlyList<(string Key, string Value)> pairs)
    {
        var builder = new FlatBuilder();
        var schema = Schema(builder, columns);
        var (coded, rows) = (builder.Structs(ArrowPart.Numbers(dictionaries), 3), builder.Structs(ArrowPart.Numbers(batches), 3));
        var metadata = builder.References(
            [.. pairs.Select(pair => Pair(builder, builder.Text(pair.Key), builder.Text(pair.Value)))]);
        return
        [
            .. builder.Finish(builder.Table(
                new(0, sizeof(short), Version5), FlatField.Reference(1, schema), FlatField.Reference(2, coded),
                FlatField.Reference(3, rows), FlatField.Reference(4, metadata))),
        ];
    }

    private static int Pair(FlatBuilder builder, int key, int value) =>
        builder.Table(FlatField.Reference(0, key), FlatField.Reference(1, value));

    private static int Batch(FlatBuilder builder, long rows, ReadOnlySpan<long> nodes, ArrowBody body)
    {
        var (ofNodes, ofBuffers) = (builder.Structs(nodes, 2), builder.Structs(body.Buffers, 2));
        return builder.Table(new(0, sizeof(long), rows), FlatField.Reference(1, ofNodes), FlatField.Reference(2, ofBuffers));
    }

    private static byte[] Message(FlatBuilder builder, int header, int table, long bodyLength) =>
    [
        .. builder.Finish(builder.Table(
            new(0, sizeof(short), Version5), new(1, 1, header), FlatField.Reference(2, table), new(3, sizeof(long), bodyLength))),
    ];

    private static int Schema(FlatBuilder builder, IReadOnlyList<ArrowColumn> columns)
    {
        var fields = new int[columns.Count];
        var id = 0;
        for (var i = 0; i < fields.Length; i++) fields[i] = Field(builder, columns[i], columns[i].IsCoded ? id++ : -1);
        var all = builder.References(fields);
        return builder.Table(new(0, sizeof(short), BitConverter.IsLittleEndian ? 0 : 1), FlatField.Reference(1, all));
    }

    private static int Field(FlatBuilder builder, ArrowColumn column, int id)
    {
        if (!column.IsList) return Field(builder, column, column.Column.Name, id, builder.References([]));
        var item = Field(builder, column, "item", -1, builder.References([]));
        var list = builder.Table(new FlatField(0, sizeof(int), column.Column.RowLength));
        var (children, name) = (builder.References([item]), builder.Text(column.Column.Name));
        return builder.Table(
            FlatField.Reference(0, name), new(1, 1, 0), new(2, 1, ListType), FlatField.Reference(3, list),
            FlatField.Reference(5, children));
    }

    private static int Field(FlatBuilder builder, ArrowColumn column, string name, int id, int children)
    {
        var (kind, type) = column.IsCoded ? (TextType, builder.Table()) : Type(builder, column.Column.ElementType);
        var (text, dictionary) = (builder.Text(name), 0);
        if (id >= 0)
        {
            var index = Integer(builder, 8 * sizeof(int), isSigned: true);
            dictionary = builder.Table(new(0, sizeof(long), id), FlatField.Reference(1, index));
        }

        return builder.Table(
            FlatField.Reference(0, text), new(1, 1, 0), new(2, 1, kind), FlatField.Reference(3, type),
            FlatField.Reference(4, dictionary), FlatField.Reference(5, children));
    }

    private static (int Kind, int Type) Type(FlatBuilder builder, ElementType type)
    {
        if (type == ElementType.String) return (TextType, builder.Table());
        if (type == ElementType.Bool) return (BooleanType, builder.Table());
        var bits = 8 * type.Size();
        if (type.Row().Kind == ElementKind.Integer) return (IntegerType, Integer(builder, bits, type.Row().IsSigned));

        // bfloat16 is no type of Arrow: its bytes.
        return type == ElementType.BFloat16
            ? (BytesType, builder.Table(new FlatField(0, sizeof(int), sizeof(short))))
            : (FloatType, builder.Table(new FlatField(0, sizeof(short), type.Size() / 4)));
    }

    private static int Integer(FlatBuilder builder, int bits, bool isSigned) =>
        builder.Table(new(0, sizeof(int), bits), new(1, 1, isSigned ? 1 : 0));
}
