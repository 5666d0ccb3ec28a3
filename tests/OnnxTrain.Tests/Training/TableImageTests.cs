using System.Numerics.Tensors;
using OnnxTrain.Tests.Data;
using OnnxTrain.Tests.Data.Images;
using OnnxTrain.Tests.Execution;
using static System.FormattableString;

namespace OnnxTrain.Tests.Training;

/// <summary>Images of a table's column are read when rows are used, and make what images in memory make.</summary>
[Collection(nameof(Alone))]
public sealed class TableImageTests : IDisposable
{
    private const int Side = 6, Rows = 40, ImageBytes = Side * Side * 3;

    private readonly TemporaryFolder _folder = new();
    private readonly CountingDecoder _decoder = new();

    public void Dispose() => _folder.Dispose();

    private CsvTable Table()
    {
        var text = "photo,n,kind\n";
        for (var row = 0; row < Rows; row++)
        {
            int[] pixels = [.. Enumerable.Range(0, ImageBytes).Select(i => ((row % 2 * 120) + (i * 7) + (row * 3)) % 256)];
            _folder.Write(Invariant($"{row}.png"), new PngWriter(Side, Side, 2, 8).Write(pixels));
            text += Invariant($"{row}.png,{row * 0.5},{(row % 2 == 0 ? "a" : "b")}\n");
        }

        return CsvTable.Parse(text);
    }

    private DataModel NewModel(CsvTable table, long cache) => DataModel.Create(
        table, [new ImageFeature("photo", Side, Side), new NumberFeature("n")], [new ClassTarget("kind")],
        new() { Images = new(_folder.Path, [_decoder]) { CacheBytes = cache }, Hidden = [4], ImageNumbers = 3, Seed = 2 });

    [Theory]
    [InlineData(0, 1, Rows)]
    [InlineData(0, 3, 3 * Rows)]
    [InlineData(1 << 20, 3, 0)]
    [InlineData(10 * ImageBytes, 3, 3 * (Rows - 10))]
    public void Files_are_read_in_each_epoch_unless_their_pixels_are_kept(long cache, int epochs, int files)
    {
        var table = Table();
        var model = NewModel(table, cache);
        _decoder.Count = 0;
        var rows = model.Encode(table);
        Assert.Equal(0, _decoder.Count);

        using var trainer = new Trainer(model, new Adam(), options: new() { BatchSize = 16 });
        trainer.Fit(rows, epochs);
        Assert.Equal(files, _decoder.Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(15 * ImageBytes, 2)]
    public void Training_makes_the_bits_that_images_in_memory_make(long cache, int threads)
    {
        var table = Table();
        var before = Parallelism.MaxThreads;
        Parallelism.MaxThreads = threads;
        try
        {
            var (lazy, held) = (NewModel(table, cache), NewModel(table, cache));
            var rows = lazy.Encode(table);
            RowTensor pixels = Tensor.Create(rows.Features[1].Bytes.ToArray(), rows.Features[1].Lengths);
            var inMemory = new Dataset([rows.Features[0], pixels], rows.Labels, rows.Classes);
            Assert.Equal(inMemory.Fingerprint(), rows.Fingerprint());
            Assert.Equal(Fit(held, inMemory), Fit(lazy, rows));
            Assert.Equal(held.Trained.Snapshot(), lazy.Trained.Snapshot());

            var (first, second) = (rows.Split(0.7, seed: 3).First, inMemory.Split(0.7, seed: 3).First);
            Assert.Equal(second.Features[1].Bytes, first.Features[1].Bytes);
            Assert.Equal(second.Features[1].Number(77), first.Features[1].Number(77));
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }

        static IEnumerable<double> Fit(DataModel model, Dataset rows)
        {
            using var trainer = new Trainer(model, new Adam(1e-2), options: new() { BatchSize = 7, Seed = 4 });
            return [.. trainer.Fit(rows, 3).Epochs.Select(e => e.TrainingLoss)];
        }
    }

    [Fact]
    public void A_file_that_is_gone_is_named_with_its_line_when_it_is_used()
    {
        var table = Table();
        var model = NewModel(table, cache: 0);
        var rows = model.Encode(table);
        File.Delete(Path.Combine(_folder.Path, "7.png"));
        using var trainer = new Trainer(model, new Adam());
        var message = Assert.Throws<DataException>(() => trainer.Fit(rows, 1)).Message;
        Assert.Contains("line 9: column 'photo': ", message, StringComparison.Ordinal);
        Assert.Contains("7.png", message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => rows.Features[1].As<byte>());

        var gap = CsvTable.Parse("photo,n,kind\n0.png,1,a\n,2,b\n");
        Refuses("line 3: column 'photo' has no image path", gap);
        model.Images = null;
        Refuses("set ImagePaths", table);

        void Refuses(string words, CsvTable other) =>
            Assert.Contains(words, Assert.Throws<DataException>(() => model.Encode(other)).Message, StringComparison.Ordinal);
    }

    /// <summary>Rows selected from a table are encoded as the table's own.</summary>
    [Fact]
    public void Views_of_a_table_and_other_rows_are_encoded()
    {
        var table = Table();
        var model = NewModel(table, cache: 0);
        long[] some = [9, 3, 30];
        var expected = model.Encode(table).Select([9, 3, 30]);
        Assert.Equal(expected.Fingerprint(), model.Encode(((IRowSource)table).Select(some)).Fingerprint());
        var cached = ((IRowSource)table).Select(some).Cache();
        Assert.Equal(expected.Fingerprint(), model.Encode(cached).Fingerprint());
        Assert.Same(expected, model.Encode((IRowSource)expected));
        Assert.Equal(model.Evaluate(expected).Outputs, model.Evaluate(cached).Outputs);
        var empty = cached.WithColumns([]);
        var message = Assert.Throws<DataException>(() => model.Encode(empty)).Message;
        Assert.Contains("rows has no columns", message, StringComparison.Ordinal);
    }

    /// <summary>One update on rows of any source is that on the same rows in memory.</summary>
    [Fact]
    public void A_single_step_takes_rows_of_any_source()
    {
        var data = Spirals.Data(60);
        var (first, second) = (Spirals.NewModel(), Spirals.NewModel());
        using var one = new Trainer(first, new Adam());
        using var other = new Trainer(second, new Adam());
        int[] rows = [5, 1, 40];
        var result = one.TrainStep(data.Select(rows));
        Assert.Equal(result, other.TrainStep(((IRowSource)data).Select([.. rows.Select(row => (long)row)])));
        Assert.Equal(first.Trained.Snapshot(), second.Trained.Snapshot());
        Assert.Throws<NotSupportedException>(() => one.TrainStep(new Data.Views.ForwardRows(data)));
    }

    private sealed class CountingDecoder : IImageDecoder
    {
        private readonly SkiaDecoder _decoder = new();
        private int _count;

        public int Count
        {
            get => _count;
            set => _count = value;
        }

        public bool CanDecode(ReadOnlySpan<byte> header) => _decoder.CanDecode(header);

        public PixelImage Decode(ReadOnlySpan<byte> file)
        {
            Interlocked.Increment(ref _count);
            return _decoder.Decode(file);
        }
    }
}
