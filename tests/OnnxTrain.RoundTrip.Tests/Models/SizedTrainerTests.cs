using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Networks on named sizes, trained by a trainer on rows of four sizes.</summary>
public sealed class SizedTrainerTests
{
    private const int BatchSize = 6, Epochs = 6;

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["attention"] = new(
            () => new SelfAttentionNetwork(), size => [size.Length == 0 ? "sequence" : size[0], 8],
            [[5], [9], [1], [12]], [[2], [20]], [13, 8, 6, 17]),
        ["convolution"] = new(
            () => new AnySizeNetwork(), size => size.Length == 0 ? [1, "height", "width"] : [1, size[0], size[1]],
            [[8, 8], [9, 7], [12, 5], [5, 11]], [[13, 10], [7, 9]], [10, 3, 19, 12]),
    };

    public static TheoryData<string, int> Runs =>
        new() { { "attention", 1 }, { "attention", 4 }, { "convolution", 1 }, { "convolution", 4 } };

    /// <summary>
    /// The reference makes each step by a model that was written for the size of its batch, and takes the parameters to the next size's.
    /// </summary>
    [Theory, MemberData(nameof(Runs))]
    public void Four_sizes_train_to_the_bits_of_four_models_and_two_more_are_right_in_ONNX_Runtime(string name, int threads)
    {
        var run = Cases[name];
        var before = Parallelism.MaxThreads;
        try
        {
            Parallelism.MaxThreads = threads;
            Dataset[] parts = [.. run.Sizes.Select((size, i) => Data(run, size, run.Rows[i], seed: i))];
            var train = Dataset.Join(parts);
            var validation = Dataset.Join([.. run.Sizes.Select((size, i) => Data(run, size, 4 + i, seed: 9 + i))]);
            var options = new TrainingOptions { Seed = 5, BatchSize = BatchSize, ClipNorm = 1, Patience = null };
            var model = New(run, []);
            using var trainer = new Trainer(model, new Sgd(0.05), Loss(name), options);
            var history = trainer.Fit(train, Epochs, validation);

            var (reference, losses) = Reference(name, parts, train, options);
            foreach (var (own, its) in model.Parameters.Zip(reference.Parameters))
                Assert.True(own.Bytes.SequenceEqual(its.Bytes), $"{own.Name} differs.");
            Assert.All(history.Epochs.Zip(losses), pair => Assert.Equal(pair.Second, pair.First.TrainingLoss, 1e-12));
            Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss);
            Assert.Equal(MeanLoss(name, model, validation.BySize()), history.Epochs[^1].ValidationLoss!.Value, 1e-6);

            var others = Dataset.Join([.. run.Others.Select((size, i) => Data(run, size, 5 + i, seed: 20 + i))]);
            Assert.Equal(11, OnnxAssert.Equivalent(model, others).Rows);
            OnnxAssert.Equivalent(model, validation);
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }

    [Theory, InlineData("attention"), InlineData("convolution")]
    public void Steps_in_ONNX_Runtime_train_as_those_of_the_library(string name)
    {
        var run = Cases[name];
        var train = Dataset.Join([.. run.Sizes.Select((size, i) => Data(run, size, run.Rows[i], seed: i))]);
        var (native, other) = (Trained(TrainingBackend.Native), Trained(new OrtBackend()));
        Assert.Equal(native.History.Epochs[^1].ValidationLoss!.Value, other.History.Epochs[^1].ValidationLoss!.Value, 1e-5);
        foreach (var (a, b) in native.Model.Parameters.Zip(other.Model.Parameters))
            Assert.All(a.ToTensor<float>().ToArray().Zip(b.ToTensor<float>().ToArray()), p => Assert.Equal(p.First, p.Second, 1e-5f));

        (Model Model, History History) Trained(TrainingBackend backend)
        {
            var model = New(run, []);
            using var trainer = new Trainer(model, new Sgd(0.05), Loss(name), new() { Seed = 5, BatchSize = BatchSize, Backend = backend });
            return (model, trainer.Fit(train, 2, train));
        }
    }

    [Fact]
    public void Nodes_are_compared_on_rows_of_one_size()
    {
        var run = Cases["convolution"];
        var model = New(run, []);
        using var folder = new TemporaryFolder();
        model.ExportOnnx(folder["m.onnx"]);
        var rows = Dataset.Join(Data(run, [8, 8], 3, seed: 1), Data(run, [6, 9], 2, seed: 2)).Shuffle(1);
        foreach (var first in (int[])[0, 4])
        {
            var report = OnnxVerifier.VerifyNodes(model, folder["m.onnx"], rows, new() { FirstRow = first, Rows = 4 });
            Assert.True(report.IsEquivalent, $"{report}");
        }
    }

    [Fact]
    public void A_file_that_differs_at_one_size_alone_is_found_with_the_row()
    {
        var run = Cases["attention"];
        var (model, other) = (New(run, []), New(run, []));
        other.Parameters[0].Bytes.Clear();
        using var folder = new TemporaryFolder();
        other.ExportOnnx(folder["other.onnx"]);

        // Attention to one step alone does not depend on the query, so that the three rows of one step agree.
        var rows = Dataset.Join(Data(run, [1], 3, seed: 1), Data(run, [6], 2, seed: 2));
        OnnxVerifier.Verify(model, folder["other.onnx"], rows.BySize()[0]).ThrowIfDifferent();
        var report = OnnxVerifier.Verify(model, folder["other.onnx"], rows);
        Assert.InRange(report.Outputs[0].Worst!.Row!.Value, 3, 4);
    }

    private static (Model Model, double[] Losses) Reference(string name, Dataset[] parts, IRowSource train, TrainingOptions options)
    {
        var run = Cases[name];
        Model[] models = [.. run.Sizes.Select(size => New(run, size))];
        Trainer[] trainers = [.. models.Select(model => new Trainer(model, new Sgd(0.05), Loss(name), options))];
        using var reader = new BatchReader<float>(train, BatchSize, options.Seed);
        var losses = new double[Epochs];
        var (last, rows) = (models[0], parts.Sum(part => part.RowCount));
        for (var step = 0; step < Epochs * reader.BatchesPerEpoch; step++)
        {
            var batch = reader.Read();
            var part = Array.FindIndex(Starts(parts), start => start > batch.Rows[0]) - 1;
            var model = models[part];
            foreach (var (from, to) in last.Parameters.Zip(model.Parameters)) from.Bytes.CopyTo(to.Bytes);
            int[] places = [.. batch.Rows.ToArray().Select(row => (int)row - Starts(parts)[part])];
            losses[step / reader.BatchesPerEpoch] += places.Length * trainers[part].TrainStep(parts[part].Select(places)).Loss / rows;
            last = model;
        }

        foreach (var trainer in trainers) trainer.Dispose();
        return (last, losses);
    }

    private static int[] Starts(Dataset[] parts) =>
        [.. Enumerable.Range(0, parts.Length + 1).Select(i => parts.Take(i).Sum(part => part.RowCount))];

    /// <summary>The mean over all rows, by a function for each size that knows nothing of batches.</summary>
    private static double MeanLoss(string name, Model model, IReadOnlyList<IRowSource> sizes)
    {
        var (sum, rows) = (0.0, 0);
        foreach (var data in sizes.Select(size => size.ToDataset()))
        {
            var target = Loss(name).TargetType(model.Output.Type) is var type ? Value.Input("target", type.ElementType, type.Shape) : null!;
            using var function = new Function([model.Inputs[0], target], [Loss(name).Of(model.InferenceOutput, target)]);
            IReadOnlyTensor targets = data.Targets is { } numbers
                ? numbers.As<float>()
                : Tensor.Create(Array.ConvertAll(data.Labels.ToArray(), label => (long)label), [data.RowCount]);
            sum += data.RowCount * (double)((Tensor<float>)function.RunMixed(data.Features[0].As<float>(), targets)[0])[0];
            rows += data.RowCount;
        }

        return sum / rows;
    }

    private static Loss Loss(string name) => name == "attention" ? new MseLoss() : new CrossEntropyLoss();

    private static Model New(Case run, int[] size)
    {
        var model = new Model(run.Network(), Value.Input("x", ElementType.Float32, Shape.Create([(Dimension)"batch", .. run.Row(size)])));
        model.Initialize(3);
        return model;
    }

    /// <summary>Attention is to double what it is given; images are told apart by their mean.</summary>
    private static Dataset Data(Case run, int[] size, int rows, int seed)
    {
        var random = new Random(seed);
        nint[] lengths = [rows, .. run.Row(size).Select(axis => (nint)axis.Size)];
        var length = (int)run.Row(size).ElementCount;
        float[] x = [.. Enumerable.Range(0, rows * length).Select(i => (float)(random.NextDouble() - 0.5 + (0.5 * (i / length % 3))))];
        return size.Length == 1
            ? new(Tensor.Create(x, lengths), Tensor.Create(Array.ConvertAll(x, v => 2 * v), lengths))
            : new(Tensor.Create(x, lengths), [.. Enumerable.Range(0, rows).Select(i => i % 3)], 3);
    }

    /// <param name="Network">A network, the same each time.</param>
    /// <param name="Row">The axes of a row, with names where no size is given.</param>
    /// <param name="Sizes">The sizes of the rows that train.</param>
    /// <param name="Others">Sizes that training did not see.</param>
    /// <param name="Rows">How many rows there are of each size.</param>
    private sealed record Case(Func<Module> Network, Func<int[], Shape> Row, int[][] Sizes, int[][] Others, int[] Rows);
}
