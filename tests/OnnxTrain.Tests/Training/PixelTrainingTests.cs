using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>Models that tell the class of each pixel.</summary>
public sealed class PixelTrainingTests
{
    private static readonly CrossEntropyLoss WithoutFrame = new() { IgnoreIndex = Pictures.Frame };

    [Fact]
    public void A_network_learns_to_segment_pictures()
    {
        var (train, test) = (Pictures.Data(64, seed: 1), Pictures.Data(16, seed: 2));
        var model = Pictures.NewModel();
        using var trainer = new Trainer(model, new Adam(1e-2), WithoutFrame, new() { BatchSize = 8, Seed = 1 });
        var history = trainer.Fit(train, epochs: 12, validation: test);
        var last = history.Epochs[^1];
        Assert.Equal("accuracy", history.MetricName);

        // Two thirds of all pixels are ground: who says nothing else is right there.
        var matrix = new ConfusionMatrix(Judged(model, test));
        for (var c = 0; c < 3; c++)
            Assert.True(
                matrix.Recall(c) > 0.95 && matrix.Precision(c) > 0.95,
                $"class {c}: {matrix.Recall(c)} found, {matrix.Precision(c)} of those right");
        Assert.InRange(last.ValidationMetric!.Value, 0.97, 1);
        Assert.InRange(last.TrainingMetric!.Value, 0.97, 1);
    }

    /// <summary>
    /// Accuracy counted batch by batch is that of all predictions; both leave out what does not count, and more rows than a batch holds.
    /// </summary>
    [Fact]
    public void Accuracy_is_that_of_the_pixels_that_count()
    {
        var (model, data) = (Pictures.NewModel(ElementType.Float64), Pictures.Data(9, seed: 3));
        foreach (var rows in (Dataset[])[data, data.WithWeights([.. Enumerable.Range(0, 9).Select(i => i * 0.5f)])])
        {
            using var validator = new Validator<double>(model, WithoutFrame);
            var (loss, metric) = validator.Run(rows, new Accuracy());
            var (same, predictions) = validator.Run(rows);
            Assert.Equal(9 * 22 * 22, predictions!.RowCount);
            Assert.Equal(new Accuracy().Of(predictions), metric!.Value, 1e-12);
            Assert.Equal(same, loss);
            Assert.Equal(new LogLoss().Of(predictions), validator.Run(rows, new LogLoss()).Metric!.Value, 1e-12);
            if (rows.Weights.IsEmpty) Assert.Equal(new LogLoss().Of(predictions), loss, 1e-12);
        }

        using var step = new TrainingStep<double>(model, WithoutFrame, new Sgd(1));
        step.Prepare(9);
        Dataset.Elements(data.Features[0].As<float>()).ToArray().Select(x => (double)x).ToArray().CopyTo(step.Features(0));
        Dataset.Elements(data.Targets!.As<float>()).ToArray().Select(t => (long)t).ToArray().CopyTo(step.Labels);
        var accuracy = step.Run(0).Accuracy;
        var hits = Hits(model, data);
        Assert.Equal(hits, accuracy, 1e-12);
    }

    [Fact]
    public void A_step_on_pixels_allocates_nothing()
    {
        var (model, data) = (Pictures.NewModel(), Pictures.Data(16, seed: 1));
        using var step = new TrainingStep<float>(model, WithoutFrame, new Adam(1e-3));
        using var reader = new BatchReader<float>(data, batchSize: 8, seed: 1, prefetch: false);
        for (var i = 0; i < 30; i++) step.Run(reader.Read(), 1e-3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) step.Run(reader.Read(), 1e-3);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Maps_of_classes_mix()
    {
        // All pixels are discs, so that images mixed half and half have one answer; any other partner's would leave a loss of ln 2.
        var (model, pictures) = (Pictures.NewModel(), Pictures.Data(32, seed: 1));
        var data = new Dataset(pictures.Features[0], Tensor.Create([.. Enumerable.Repeat(2f, 32 * 24 * 24)], [32, 24, 24]));
        using var trainer = new Trainer(model, new Adam(3e-2), WithoutFrame, new()
        {
            BatchSize = 8, Augmentation = new() { Mixup = 100, Cutout = 4 },
        });
        var last = trainer.Fit(data, epochs: 6).Epochs[^1];
        Assert.InRange(last.TrainingLoss, 0, 0.2);
        Assert.InRange(last.TrainingMetric!.Value, 0.99, 1);
    }

    [Fact]
    public void Members_vote_on_each_pixel()
    {
        var data = Pictures.Data(8, seed: 1);
        Model[] members = [.. Enumerable.Range(0, 3).Select(seed => Member((ulong)seed))];
        var votes = members.Select(m => Classes(m, data)).ToArray();
        var elected = Classes(Ensemble.Of(members, EnsembleMethod.Vote), data);
        for (var i = 0; i < elected.Length; i++)
        {
            var counts = Enumerable.Range(0, 3).Select(c => votes.Count(v => v[i] == c)).ToList();
            Assert.Equal(counts.IndexOf(counts.Max()), elected[i]);
        }

        Model Member(ulong seed)
        {
            var model = Pictures.NewModel();
            model.Initialize(seed);
            using var trainer = new Trainer(model, new Adam(1e-2), WithoutFrame, new() { BatchSize = 4, Seed = seed });
            trainer.Fit(data, epochs: 1);
            return model;
        }
    }

    [Fact]
    public void Targets_that_are_no_classes_are_refused()
    {
        var (model, data) = (Pictures.NewModel(), Pictures.Data(2, seed: 1));
        Assert.Contains(
            "255 in row 0, position 0 (counted from 0). Expected class indices, 0 to 2; ",
            Assert.Throws<DataException>(() => Fit(data, new())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "0.5 in row 1, position 3 (counted from 0). Expected class indices, 0 to 2, or 255",
            Assert.Throws<DataException>(() => Fit(With(576 + 3, 0.5f), WithoutFrame)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "-1 in row 0",
            Assert.Throws<DataException>(() => Fit(With(30, -1), WithoutFrame)).Message,
            StringComparison.Ordinal);
        Assert.Contains("3 in row 0", Assert.Throws<DataException>(() => Fit(With(30, 3), WithoutFrame)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "one label per row",
            Assert.Throws<ArgumentException>(() => Fit(new(data.Features[0], [0, 1], 3), WithoutFrame)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "576 classes per row, int64[batch, 24, 24]; the data have 24",
            Assert.Throws<ArgumentException>(() => Fit(new(data.Features[0], Tensor.Create(new float[48], [2, 24])), WithoutFrame)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "other pixels",
            Assert.Throws<NotSupportedException>(() => Fit(data, WithoutFrame, new() { HorizontalFlip = true })).Message,
            StringComparison.Ordinal);

        void Fit(Dataset rows, CrossEntropyLoss loss, ImageAugmentation? augmentation = null)
        {
            using var trainer = new Trainer(model, new Sgd(0.1), loss, new() { Augmentation = augmentation });
            trainer.Fit(rows, epochs: 1);
        }

        Dataset With(int place, float number)
        {
            var targets = Dataset.Elements(data.Targets!.As<float>()).ToArray();
            targets[place] = number;
            return new(data.Features[0], Tensor.Create(targets, [2, 24, 24]));
        }
    }

    [Fact]
    public void Models_of_images_tell_one_class_of_each()
    {
        var pixels = Tensor.Create(new byte[2 * 8 * 8], [2, 8, 8, 1]);
        Assert.Contains(
            "it must be [batch, 3].", Assert
                .Throws<ShapeException>(() =>
                    ImageModel.Classifier(new Dataset(pixels, [0, 1], 2), ["a", "b", "c"], new UNet(1, 3, width: 2, depth: 1)))
                .Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "or [batch, 4, …]", Assert
                .Throws<ShapeException>(() =>
                    Model.Classifier(new UNet(1, 3, width: 2, depth: 1), Value.Input("image", ElementType.Float32, ["batch", 1, 8, 8]), 4))
                .Message,
            StringComparison.Ordinal);
    }

    private static Predictions Judged(Model model, Dataset data)
    {
        using var validator = new Validator<float>(model, WithoutFrame);
        return validator.Run(data).Predictions!;
    }

    /// <summary>The class of each pixel as the exported file tells it, by its place in the list of names.</summary>
    private static int[] Classes(Model model, Dataset data)
    {
        using var function = new Function(model.Inputs, [model.Outputs[1].Value]);
        var probabilities = function.Run(data.Features[0].As<float>())[0].ToArray();
        var pixels = Pictures.Size * Pictures.Size;
        return
        [
            .. Enumerable
                .Range(0, data.RowCount * pixels)
                .Select(i => Enumerable.Range(0, 3).MaxBy(c => probabilities[(((i / pixels * 3) + c) * pixels) + (i % pixels)])),
        ];
    }

    /// <summary>The part of the pixels inside the frame whose largest logit in training is at their class.</summary>
    private static double Hits(Model model, Dataset data)
    {
        var x = model.Inputs[0];
        using var evaluator = new Evaluator([x], [model.Output]);
        var logits = (double[])
            evaluator
                .Run([
                    TensorData.Of<double>(
                        [.. Dataset.Elements(data.Features[0].As<float>()).ToArray().Select(v => (double)v)],
                        [data.RowCount, 1, Pictures.Size, Pictures.Size]),
                ])[0]
                .Elements;
        var (targets, pixels) = (Dataset.Elements(data.Targets!.As<float>()).ToArray(), Pictures.Size * Pictures.Size);
        int[] counted = [.. Enumerable.Range(0, targets.Length).Where(i => targets[i] != Pictures.Frame)];
        return (double)
                counted.Count(i =>
                    Enumerable.Range(0, 3).MaxBy(c => logits[(((i / pixels * 3) + c) * pixels) + (i % pixels)]) == (int)targets[i]
                ) / counted.Length;
    }
}
