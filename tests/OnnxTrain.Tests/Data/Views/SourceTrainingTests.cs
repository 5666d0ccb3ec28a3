using System.Numerics.Tensors;
using OnnxTrain.Tests.Data.Images;

namespace OnnxTrain.Tests.Data.Views;

/// <summary>The same rows make the same model, to the bit, whatever source or view they come from.</summary>
public sealed class SourceTrainingTests : IDisposable
{
    private const int Rows = 24, Side = 5;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Views =>
        ["selection", "forward", "cache", "small cache", "shuffled back", "filter", "columns", "selection of a selection", "on disk"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Views))]
    public void Views_of_the_same_rows_make_the_same_model(string view)
    {
        var data = Numbers();
        IRowSource rows = view switch
        {
            "selection" => RowViews.Select(data, Places(data)),
            "forward" => new ForwardRows(data).Cache(),
            "cache" => data.Cache(),
            "small cache" => data.Cache(100),
            "on disk" => data.CacheOnDisk(_folder.Path),
            "shuffled back" => Unshuffled(data.Shuffle(3)),
            "filter" => data.Where<float>("weight", weight => weight > 0),
            "columns" => data.WithColumns(["features0", "features1", "features2"], "target", "weight"),
            _ => RowViews.Select(RowViews.Select(data, [.. Places(data).Reverse()]), [.. Places(data).Reverse()]),
        };
        Assert.Equal(Trained(data), Trained(rows));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(true, 4)]
    public void A_folder_of_images_trains_as_its_pixels_in_memory_do(bool augments, int threads)
    {
        Images();
        var images = Open();
        var before = Parallelism.MaxThreads;
        try
        {
            Parallelism.MaxThreads = threads;
            var expected = TrainedOnImages(images.ToDataset(), augments);
            Assert.Equal(expected, TrainedOnImages(images, augments));
            Assert.Equal(expected, TrainedOnImages(images.Cache(5 * Side * Side), augments));
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }

    [Fact]
    public void A_file_that_changes_after_it_was_listed_is_named_when_it_is_read()
    {
        Images();
        var images = Open();
        var print = images.Fingerprint();
        File.WriteAllText(Path.Combine(_folder.Path, images.Files[3]), "broken");
        Assert.NotEqual(print, images.Fingerprint());
        var message = Assert.Throws<DataException>(() => images.ToDataset()).Message;
        Assert.Contains(images.Files[3], message, StringComparison.Ordinal);
        Assert.Contains("has changed since", message, StringComparison.Ordinal);
        Assert.Contains(
            images.Files[3],
            Assert.Throws<DataException>(() => TrainedOnImages(images, false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_can_be_read_beside_labels_without_decoding()
    {
        Images();
        var images = Open();
        foreach (var file in images.Files) File.Delete(Path.Combine(_folder.Path, file));
        var block = new RowBlock([images.Columns[2], images.Columns[1]], 2);
        using var reader = images.Open([2, 1]);
        reader.Read([20L, 0L], block);
        Assert.Equal([images.Files[20], images.Files[0]], block.Values<string>(0).ToArray());
        Assert.Equal([1L, 0L], block.Values<long>(1).ToArray());
    }

    [Fact]
    public void Rows_that_cannot_be_trained_on_are_told_in_words()
    {
        var table = CsvTable.Parse("a,b,c\n1,2,x\n3,,y\n");
        using var trainer = new Trainer(new Model(new Linear(1, 1), Value.Input("x", ElementType.Float32, ["batch", 1])), new Sgd(0.1));
        Assert.Contains(
            "no target",
            Assert.Throws<ArgumentException>(() => trainer.Fit(table.WithColumns(["a"]), 1)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "row 1",
            Assert.Throws<DataException>(() => trainer.Fit(table.WithColumns(["a"], "b"), 1)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "source.Cache()",
            Assert.Throws<NotSupportedException>(() => trainer.Fit(new ForwardRows(table.WithColumns(["a"], "a")), 1)).Message,
            StringComparison.Ordinal);
        trainer.Fit(table.WithColumns(["a"], "a"), 1);
    }

    private static Dataset Numbers()
    {
        var random = new Random(7);
        double[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        return new Dataset(
            [
                Tensor.Create(Some(Rows * 2), [Rows, 2]),
                Tensor.Create([.. Some(Rows * 3).Select(x => (byte)(x * 255))], [Rows, 3]),
                Tensor.Create([.. Some(Rows).Select(x => (long)(x * 9))], [Rows, 1]),
            ],
            Tensor.Create([.. Some(Rows).Select(x => (float)x)], [Rows, 1])).WithWeights([.. Some(Rows).Select(x => (float)x + 0.1f)]);
    }

    private static long[] Places(IRowSource data) => [.. Enumerable.Range(0, (int)data.RowCount!).Select(row => (long)row)];

    /// <summary>The rows of a shuffled view in the order that they had before.</summary>
    private static IRowSource Unshuffled(IRowSource shuffled)
    {
        var original = RowViewTests.Numbers(((IRowSource)Numbers()).WithColumns(["target"]));
        var now = RowViewTests.Numbers(shuffled.WithColumns(["target"]));
        return shuffled.Select([.. original.Select(value => (long)Array.IndexOf(now, value))]);
    }

    private static byte[] Trained(IRowSource rows)
    {
        var model = new Model(
            new Mixed(), Value.Input("a", ElementType.Float32, ["batch", 2]), Value.Input("b", ElementType.UInt8, ["batch", 3]),
            Value.Input("c", ElementType.Int64, ["batch", 1]));
        using var trainer = new Trainer(model, new Adam(0.01), options: new() { Seed = 4, BatchSize = 5 });
        trainer.Fit(rows, 3, rows);
        return model.Trained.Snapshot();
    }

    private static byte[] TrainedOnImages(IRowSource rows, bool augments)
    {
        var (train, validation) = rows.Split(0.75, seed: 2);
        var model = ImageModel.Classifier(train, ["a", "b"], new Sequential(new Flatten(), new Linear(Side * Side, 2)));
        using var trainer = new Trainer(model, new Adam(0.01), options: new()
        {
            Seed = 6, BatchSize = 4, Augmentation = augments ? new() { Shift = 1, HorizontalFlip = true, Mixup = 0.2 } : null,
        });
        var history = trainer.Fit(train, 3, validation);
        return [.. model.Trained.Snapshot(), .. BitConverter.GetBytes(history.Epochs[^1].ValidationLoss!.Value)];
    }

    private ImageFolder Open() => ImageFolder.Open(_folder.Path, new() { Decoders = [new SkiaDecoder()], Width = Side, Height = Side });

    private void Images()
    {
        var random = new Random(3);
        for (var i = 0; i < Rows; i++)
        {
            var path = Path.Combine(_folder.Path, i < Rows / 2 ? "a" : "b", $"{i:00}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var size = 4 + (i % 5);
            File.WriteAllBytes(
                path,
                new PngWriter(size, size, 0, 8).Write([.. Enumerable.Range(0, size * size).Select(_ => random.Next(256))]));
        }
    }

    private sealed class Mixed : Module
    {
        private readonly Linear _out = new(6, 1);

        public override Value Forward(params Value[] inputs) => _out.Forward(
            Value.Concat(1, inputs[0], inputs[1].Cast(ElementType.Float32) / 255, inputs[2].Cast(ElementType.Float32)));
    }
}
