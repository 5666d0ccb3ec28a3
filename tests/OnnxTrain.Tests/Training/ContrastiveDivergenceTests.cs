using System.Numerics.Tensors;
using OnnxTrain.Tests.Data;
using OnnxTrain.Tests.Execution;

namespace OnnxTrain.Tests.Training;

/// <summary>
/// Contrastive divergence against what it estimates, summed over all states of a machine small enough. A chain of this machine forgets its
/// beginning by a factor of 4 a step: 0.247 is the second eigenvalue of its transition matrix.
/// </summary>
[Collection(nameof(Alone))]
public sealed class ContrastiveDivergenceTests
{
    private const int Copies = 4000;

    private static readonly double[] Weight = [1.2, -0.7, 0.4, -1.5, 0.9, 0.3], VisibleBias = [0.2, -0.4, 0.6], HiddenBias = [-0.3, 0.5];

    private static readonly TinyMachine Exact = new(Weight, VisibleBias, HiddenBias);

    private static readonly double[][] Rows = [[1, 1, 0], [0, 1, 1], [0, 1, 0]];

    /// <summary>Five standard deviations of a mean of numbers of deviation ½ at most.</summary>
    private static readonly double Bound = 5 * 0.5 / Math.Sqrt(Copies * Rows.Length);

    [Fact]
    public void Long_chains_have_the_gradient_of_the_log_likelihood()
    {
        Near(Exact.Gradient(Rows), Estimate(machine => new(machine, steps: 10)));

        // a numeric gradient of the likelihood itself, so that the sums above are not taken on trust
        double[] all = [.. Weight, .. VisibleBias, .. HiddenBias];
        for (var i = 0; i < all.Length; i++) Assert.Equal((At(i, 1e-5) - At(i, -1e-5)) / 2e-5, -Exact.Gradient(Rows)[i], 1e-8);

        double At(int i, double step)
        {
            double[] moved = [.. all];
            moved[i] += step;
            return new TinyMachine(moved[..6], moved[6..9], moved[9..]).LogLikelihood(Rows);
        }
    }

    [Fact]
    public void One_step_has_the_gradient_of_one_step()
    {
        var expected = Exact.ExpectedDivergence(Rows);
        Near(expected, Estimate(machine => new(machine)));
        Near(expected, Estimate(machine => new(machine) { UsesProbabilities = true }), from: 6, to: 9); // means of v are the same

        // and that is another one than that of the likelihood, by far more than chance
        Assert.Contains(expected.Zip(Exact.Gradient(Rows)), pair => Math.Abs(pair.First - pair.Second) > 3 * Bound);
    }

    [Fact]
    public void Persistent_chains_come_to_the_gradient_of_the_log_likelihood()
    {
        var got = Estimate(machine => new(machine) { PersistentChains = Copies * Rows.Length }, stepsBefore: 9);
        Near(Exact.Gradient(Rows), got);
        Assert.Contains(Exact.ExpectedDivergence(Rows).Zip(got), pair => Math.Abs(pair.First - pair.Second) > 2 * Bound);
    }

    [Fact]
    public void The_value_is_the_squared_error_of_the_reconstruction()
    {
        var (machine, model) = NewTiny();
        using var trainer = new Trainer(
            model, new Sgd(1e-9), new ContrastiveDivergenceLoss(machine), new() { Sampling = Sampling.FullBatch });
        var expected = Rows.Average(v => v.Zip(Exact.VisibleGiven(Exact.HiddenGiven(v)), (a, b) => (a - b) * (a - b)).Average());
        var data = Data(Rows);
        var result = trainer.Fit(data, epochs: 1, data).Epochs[0];
        Assert.Equal(expected, result.TrainingLoss, 1e-12);
        Assert.Equal(expected, result.ValidationLoss!.Value, 1e-7);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    [InlineData(1, 200)]
    public void Learning_raises_the_likelihood_of_bars_and_stripes(int steps, int chains)
    {
        // The 14 pictures of 3 by 3 with whole rows or whole columns alone: ln p is −9 ln 2 = −6.24 for even chances and −ln 14 = −2.64 at
        // best.
        var rows = BarsAndStripes(3).ToList();
        Assert.Equal(14, rows.Count);
        var (machine, model) = New(9, 8);
        model.Initialize(3);
        Assert.InRange(TinyMachine.Of(machine).LogLikelihood(rows), -6.3, -6.2);
        using var trainer = new Trainer(
            model, new Sgd(0.1) { Momentum = 0.5 }, new ContrastiveDivergenceLoss(machine, steps) { PersistentChains = chains }, new()
        {
            Seed = 1,
            Sampling = Sampling.FullBatch,
            Schedule = new PolynomialSchedule(3000), // persistent chains keep up with a rate that falls (Tieleman, 2008)
        });
        trainer.Fit(Data(rows), epochs: 3000);
        Assert.InRange(TinyMachine.Of(machine).LogLikelihood(rows), -3.7, -Math.Log(14));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_for_any_number_of_threads()
    {
        var threads = Parallelism.MaxThreads;
        try
        {
            foreach (var chains in (int[])[0, 60])
            {
                float[][] runs = [.. ((int[])[1, 2, 4, 1]).Select(count => Train(count, seed: 1, chains))];
                Assert.All(runs, run => Assert.Equal(runs[0], run));
                Assert.NotEqual(runs[0], Train(2, seed: 2, chains));
            }
        }
        finally
        {
            Parallelism.MaxThreads = threads;
        }
    }

    [Fact]
    public void Persistent_chains_go_on_from_a_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var rows = BarsAndStripes(3).ToList();
        var whole = Train(Path.Combine(folder.Path, "whole"), 6);
        Train(Path.Combine(folder.Path, "parts"), 2);
        Assert.Equal(whole, Train(Path.Combine(folder.Path, "parts"), 6));

        float[] Train(string path, int epochs)
        {
            var (machine, model) = New(9, 8);
            using var trainer = new Trainer(model, new Sgd(0.5), new ContrastiveDivergenceLoss(machine) { PersistentChains = 20 }, new()
            {
                Seed = 1,
                Checkpoint = new(path) { Resume = true },
            });
            trainer.Fit(Data(rows), epochs);
            return machine.Weight.ToTensor<float>().ToArray();
        }
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var (machine, model) = NewTiny();
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContrastiveDivergenceLoss(machine, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContrastiveDivergenceLoss(machine) { PersistentChains = -1 });
        var loss = new ContrastiveDivergenceLoss(new RestrictedBoltzmannMachine(4, 2));
        Assert.Contains(
            "4 visible units",
            Assert.Throws<ShapeException>(() => loss.Of(model.Output, model.Output)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The gradient of one step, W then b then c: with plain descent at rate 1 it is what the parameters lose.</summary>
    private static double[] Estimate(Func<RestrictedBoltzmannMachine, ContrastiveDivergenceLoss> loss, int stepsBefore = 0)
    {
        var (machine, model) = NewTiny();
        using var step = new TrainingStep<double>(model, loss(machine), new Sgd(1));
        step.State.Seed = 11;
        step.Prepare(Copies * Rows.Length);
        for (var i = 0; i <= stepsBefore; i++)
        {
            for (var row = 0; row < Copies * Rows.Length; row++)
            {
                Rows[row % Rows.Length].CopyTo(step.Features(0)[(3 * row)..]);
                Rows[row % Rows.Length].CopyTo(step.Targets[(3 * row)..]);
            }

            step.Run(learningRate: i == stepsBefore ? 1 : 0);
        }

        var after = TinyMachineParameters(machine);
        return [.. ((double[])[.. Weight, .. VisibleBias, .. HiddenBias]).Zip(after, (before, now) => before - now)];
    }

    private static void Near(double[] expected, double[] got, int from = 0, int to = 11)
    {
        Assert.Contains(expected, e => Math.Abs(e) > 4 * Bound); // else zeros would pass
        for (var i = from; i < to; i++) Assert.Equal(expected[i], got[i], Bound);
    }

    private static double[] TinyMachineParameters(RestrictedBoltzmannMachine machine) =>
        [
            .. machine.Weight.ToTensor<double>().ToArray(),
            .. machine.VisibleBias.ToTensor<double>().ToArray(),
            .. machine.HiddenBias.ToTensor<double>().ToArray(),
        ];

    private static (RestrictedBoltzmannMachine Machine, Model Model) NewTiny()
    {
        var (machine, model) = New(3, 2, ElementType.Float64);
        machine.Weight.Assign<double>(Weight);
        machine.VisibleBias.Assign<double>(VisibleBias);
        machine.HiddenBias.Assign<double>(HiddenBias);
        return (machine, model);
    }

    private static (RestrictedBoltzmannMachine Machine, Model Model) New(int visible, int hidden, ElementType type = ElementType.Float32)
    {
        var machine = new RestrictedBoltzmannMachine(visible, hidden);
        return (machine, new(machine, Value.Input("v", type, ["batch", visible])));
    }

    private static float[] Train(int threads, ulong seed, int chains)
    {
        Parallelism.MaxThreads = threads;
        var (machine, model) = New(80, 70);
        var rows = TinyMachine.States(7).Select(bits => Enumerable.Range(0, 80).Select(i => bits[i % 7]).ToArray()).ToList();
        using var trainer = new Trainer(
            model, new Sgd(0.05) { Momentum = 0.5 }, new ContrastiveDivergenceLoss(machine, 2) { PersistentChains = chains }, new()
        {
            Seed = seed,
        });
        trainer.Fit(Data(rows), epochs: 2);
        return machine.Weight.ToTensor<float>().ToArray();
    }

    private static IEnumerable<double[]> BarsAndStripes(int n)
    {
        var rows = TinyMachine.States(n).Select(bits => Enumerable.Range(0, n * n).Select(i => bits[i / n]).ToArray());
        var columns = TinyMachine.States(n).Select(bits => Enumerable.Range(0, n * n).Select(i => bits[i % n]).ToArray());
        return rows.Concat(columns).DistinctBy(v => string.Concat(v));
    }

    private static Dataset Data(IReadOnlyList<double[]> rows) =>
        new Dataset(
            Tensor.Create([.. rows.SelectMany(r => r).Select(x => (float)x)], [rows.Count, rows[0].Length]),
            new int[rows.Count], 1
        ).AsAutoencoding();
}
