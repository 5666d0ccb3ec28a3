using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;

namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>Good inputs of each kind, made in memory by the library itself.</summary>
internal static class FuzzSeeds
{
    private static readonly Lazy<DataModel> LazyTabular = new(() => TabularModel.Classifier(Table, "c", [3]));

    private static readonly Lazy<TrainingInputs> LazyTraining = new(TrainingInputs.Make);

    /// <summary>Tables as text.</summary>
    public static IReadOnlyList<string> Tables { get; } =
    [
        "a,b,c\n1,x,p\n2,y,q\n3,x,p\n4,y,q\n5,,p\n,x,q\n7,y,p\n8,x,q\n", "a;b\n1,5;2\n2,5;3\n4;5\n7;1\n",
        "n,t\n1,0.5\n2,0.25\n3,0.125\n\"4\",1e3\n", "name,\"a,b\",yes\n\"x \"\"y\"\"\",1,true\nz,2,false\nz,3,true\n",
    ];

    /// <summary>The first of <see cref="Tables"/>.</summary>
    public static CsvTable Table => CsvTable.Parse(Tables[0]);

    /// <summary>A classifier of its rows.</summary>
    public static DataModel Tabular => LazyTabular.Value;

    /// <summary>A training step in files.</summary>
    public static TrainingInputs Training => LazyTraining.Value;

    public static Dataset Rows { get; } =
        new(
            Tensor.Create([.. Enumerable.Range(0, 20).Select(i => (float)i / 10)], [10, 2]),
            [.. Enumerable.Range(0, 10).Select(i => i % 2)],
            2);

    public static Model NewNetwork() =>
        Model.Classifier(
            new Sequential(new Linear(2, 3), new Relu(), new Linear(3, 2)), Value.Input("x", ElementType.Float32, ["batch", 2]), 2);

    public static Trainer NewTrainer(string folder) =>
        new(
            NewNetwork(), new Adam(0.01),
            options: new() { BatchSize = 4, Checkpoint = new(folder) { Resume = true, Interval = TimeSpan.Zero } });

    public static IReadOnlyList<byte[]> Idx()
    {
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2],
            images = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 9, 8, 7, 6], floats = [0, 0, 13, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0];
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest)) gzip.Write(images);
        return [labels, images, floats, stream.ToArray()];
    }

    public static IReadOnlyList<byte[]> Weights() => [FromFile("w.safetensors", path => NewNetwork().SaveWeights(path))];

    public static IReadOnlyList<byte[]> Checkpoints() =>
    [
        FromFile(CheckpointOptions.FileName, path =>
        {
            using var trainer = NewTrainer(Path.GetDirectoryName(path)!);
            trainer.Fit(Rows, epochs: 2);
        }),
        FromFile(CheckpointOptions.FileName, path =>
        {
            using var trainer = NewTrainer(Path.GetDirectoryName(path)!);
            using var stop = new CancellationTokenSource();
            trainer.Fit(Rows, epochs: 3, progress: new Stopping(stop), cancellationToken: stop.Token);
        }),
    ];

    public static IReadOnlyList<byte[]> Models()
    {
        var images = new Dataset(Tensor.Create(new byte[4 * 8 * 8], [4, 8, 8, 1]), [0, 1, 0, 1], 2);
        var numbers = CsvTable.Parse(Tables[2]);
        return
        [
            FromFile("t.onnx", path => Tabular.ExportOnnx(path)),
            FromFile("r.onnx", path => TabularModel.Regressor(numbers, "t", [3, 2]).ExportOnnx(path)),
            FromFile("e.onnx", path => Ensemble.Of([Tabular, TabularModel.Classifier(Table, "c", [2])]).ExportOnnx(path)),
            FromFile("c.onnx", path => ImageModel.Classifier(images, ["a", "b"], "cnn").ExportOnnx(path)),
        ];
    }

    public static IReadOnlyList<byte[]> Images() =>
        [
            Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
            Convert.FromBase64String(
                "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP/////////////////////////////////////////////////////////"
                    + "/////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="),
            Convert.FromBase64String("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"),
            Convert.FromBase64String("Qk06AAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgAAAAAAAQAAAATCwAAEwsAAAAAAAAAAAAA/wD/AA=="),
            Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
        ];

    public static IReadOnlyList<byte[]> Arguments() =>
        [
            .. new[]
            {
                "train\nFOLDER/t.csv\n--target\nc\n--epochs\n2\n--hidden\n4\n--output\nFOLDER/m.onnx",
                "train\nFOLDER/t.csv\n--target\na\n--epochs\n1\n--optimizer\nsgd\n--output\nFOLDER/m.onnx\n--report\nFOLDER/r.html",
                "inspect\nFOLDER/t.csv", "verify\nFOLDER/m.onnx\nFOLDER/t.csv", "rates\nFOLDER/t.csv\n--target\nc",
                "export-training\nFOLDER/t.csv\n--target\nc\n--output\nFOLDER/f", "help\ntrain",
                "search\nFOLDER/t.csv\n--target\nc\n--trials\n2\n--epochs\n1\n--output\nFOLDER/m.onnx",
            }.Select(Encoding.UTF8.GetBytes),
        ];

    public static IReadOnlyList<byte[]> Charts() =>
        [
            .. new double[][]
            {
                [1, 2],
                [4096095532296027, 4096095532296027.5],
                [0, 5e-324],
                [-1e308, 1e308],
                [1e-5, 3, double.NaN],
            }.Select(n => n.SelectMany(BitConverter.GetBytes).ToArray()),
        ];

    /// <summary>The bytes of a file that is written.</summary>
    public static byte[] FromFile(string name, Action<string> write)
    {
        var folder = Directory.CreateTempSubdirectory("onnxtrain-seed-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            write(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Stopping(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch == 2) stop.Cancel();
        }
    }
}
