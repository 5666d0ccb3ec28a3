using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Data.Images;

/// <summary>Training on images of bytes that are changed at random.</summary>
public sealed class AugmentedTrainingTests : IDisposable
{
    private const int Side = 8;

    private static readonly ImageAugmentation Changes = new()
    {
        Shift = 1, HorizontalFlip = true, Rotation = 10, Elastic = new(4, 2), Cutout = 2, Mixup = 0.4,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_in_two_sittings_is_the_run_in_one()
    {
        var whole = Train(Changes, null, epochs: 4);
        Train(Changes, new(_folder.Path), epochs: 2);
        Assert.Equal(whole.Weights, Train(Changes, new(_folder.Path) { Resume = true }, epochs: 4).Weights);
    }

    [Fact]
    public void Other_changes_are_another_run()
    {
        Train(Changes, new(_folder.Path), epochs: 1);
        var e = Assert.Throws<DataException>(() => Train(null, new(_folder.Path) { Resume = true }, epochs: 2));
        Assert.Contains(
            "its augmentation is shift 1, flip, rotation 10, elastic 4 2, cutout 2, mixup 0.4; here it is nothing", e.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Threads_change_nothing(int threads)
    {
        var expected = Train(Changes, null, epochs: 2).Weights;
        var before = Parallelism.MaxThreads;
        Parallelism.MaxThreads = threads;
        try
        {
            Assert.Equal(expected, Train(Changes, null, epochs: 2).Weights);
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }

    [Fact]
    public void Validation_rows_stay_as_they_are()
    {
        // All that is trained on is cut away: a rate that changes no bit of a weight tells what is shown.
        var wipe = new ImageAugmentation { Cutout = 4 * Side };
        var plain = Train(null, null, epochs: 1, rate: 1e-30).History.Epochs[0];
        var wiped = Train(wipe, null, epochs: 1, rate: 1e-30).History.Epochs[0];
        Assert.Equal(plain.ValidationLoss, wiped.ValidationLoss);
        Assert.NotEqual(plain.TrainingLoss, wiped.TrainingLoss);
    }

    [Fact]
    public void Features_that_are_no_images_are_refused_before_anything_is_changed()
    {
        using var trainer = new Trainer(Training.Spirals.NewModel(), new Sgd(0.1), options: new() { Augmentation = Changes });
        Assert.Contains(
            "not laid out as images",
            Assert.Throws<ArgumentException>(() => trainer.Fit(Training.Spirals.Data(10), 1)).Message,
            StringComparison.Ordinal);
    }

    private static (byte[] Weights, History History) Train(
        ImageAugmentation? augmentation, CheckpointOptions? checkpoint, int epochs, double rate = 0.05)
    {
        var model = Model.Classifier(new Network(), Value.Input("image", ElementType.UInt8, ["batch", Side, Side, 1]), 2);
        model.Initialize(3);
        using var trainer = new Trainer(model, new Sgd(rate), options: new()
        {
            Seed = 4, BatchSize = 7, Augmentation = augmentation, Checkpoint = checkpoint,
        });
        var history = trainer.Fit(Images(45), epochs, Images(10));
        return (model.Trained.Snapshot(), history);
    }

    private static Dataset Images(int rows)
    {
        var random = new Random(rows);
        byte[] pixels =
        [
            .. from row in Enumerable.Range(0, rows)
            from i in Enumerable.Range(0, Side * Side)
            select (byte)(random.Next(128) + (row % 2 == 0 && i < Side * 4 ? 100 : 0)),
        ];
        return new(Tensor.Create(pixels, [rows, Side, Side, 1]), [.. Enumerable.Range(0, rows).Select(i => i % 2)], 2);
    }

    private sealed class Network : Module
    {
        private readonly Linear _logits = new(Side * Side, 2);

        public override Value Forward(Value x) => (x.Cast(ElementType.Float32) / 255).Apply(new Flatten()).Apply(_logits);
    }
}
