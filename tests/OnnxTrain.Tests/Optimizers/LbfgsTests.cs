using System.Numerics.Tensors;
using OnnxTrain.Tests.Training;

namespace OnnxTrain.Tests.Optimizers;

/// <summary>L-BFGS against PyTorch's algorithm in plain loops, and on functions whose minimum is known.</summary>
public sealed class LbfgsTests
{
    [Fact]
    public void Without_a_line_search_it_is_that_of_PyTorch()
    {
        var model = Rosenbrock(0.3, -0.2);
        using var step = new TrainingStep<double>(model, new MseLoss(), new Lbfgs(0.1) { LineSearch = false, HistorySize = 3 });
        step.Prepare(1);
        step.Targets.Clear();
        var plain = new PlainLbfgs(0.1, 3);
        double[] x = [0.3, -0.2];
        for (var t = 0; t < 25; t++)
        {
            step.Run(0.1);
            x = plain.Step(x, Gradient(x));
            Assert.All(
                x.Zip(model.Parameters[0].Elements<double>().ToArray()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-9 * (1 + Math.Abs(pair.First))));
        }
    }

    [Theory]
    [InlineData(-1.2, 1)]
    [InlineData(3, -4)]
    [InlineData(0, 0)]
    public void It_finds_the_minimum_of_the_Rosenbrock_function(double x, double y)
    {
        var model = Rosenbrock(x, y);
        using var trainer = new Trainer(model, new Lbfgs(), options: new() { Sampling = Sampling.FullBatch });
        trainer.Fit(One(2), epochs: 120);
        Assert.All(model.Parameters[0].Elements<double>().ToArray(), v => Assert.Equal(1, v, 1e-6));
    }

    /// <summary>Least squares: w = 2, b = −1 fit the rows exactly; a quadratic of two numbers takes a few steps.</summary>
    [Fact]
    public void It_solves_least_squares_in_a_few_steps()
    {
        var model = new Model(new Linear(1, 1), Value.Input("x", ElementType.Float64, ["batch", 1]));
        using var trainer = new Trainer(model, new Lbfgs(), options: new() { Sampling = Sampling.FullBatch });
        trainer.Fit(
            new Dataset(Tensor.Create(new float[] { 0, 1, 2, 5 }, [4, 1]), Tensor.Create(new float[] { -1, 1, 3, 9 }, [4, 1])), epochs: 25);
        Assert.Equal(2, model.Parameters[0].Elements<double>()[0], 1e-7);
        Assert.Equal(-1, model.Parameters[1].Elements<double>()[0], 1e-7);
    }

    [Fact]
    public void Frozen_parameters_in_between_stay()
    {
        var model = Spirals.NewModel();
        var frozen = model.Parameters[2].Bytes.ToArray();
        using var trainer = new Trainer(model, new Lbfgs(), options: new()
        {
            Sampling = Sampling.FullBatch,
            Groups = [new(n => n == model.Parameters[2].Name) { RateFactor = 0 }],
        });
        var history = trainer.Fit(Spirals.Data(64), epochs: 60);
        Assert.Equal(frozen, model.Parameters[2].Bytes.ToArray());
        Assert.True(history.Epochs[^1].TrainingLoss < 0.5 * history.Epochs[0].TrainingLoss);
    }

    [Fact]
    public void Parts_of_the_rows_and_groups_with_rates_are_refused()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Lbfgs(), options: new() { BatchSize = 10 });
        Assert.Contains(
            "FullBatch",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(Spirals.Data(64), epochs: 1)).Message,
            StringComparison.Ordinal);
        using var grouped = new Trainer(Spirals.NewModel(), new Lbfgs(), options: new()
        {
            Sampling = Sampling.FullBatch,
            Groups = [new(_ => true) { RateFactor = 2 }],
        });
        Assert.Throws<ArgumentException>(() => grouped.Fit(Spirals.Data(64), epochs: 1));
    }

    /// <summary>½ ((1 − x)² + 100 (y − x²)²): the mean of two squares.</summary>
    private static double[] Gradient(double[] p)
    {
        var r = p[1] - (p[0] * p[0]);
        return [-(1 - p[0]) - (200 * p[0] * r), 100 * r];
    }

    private static Model Rosenbrock(double x, double y)
    {
        var model = new Model(new Residuals(), Value.Input("x", ElementType.Float64, ["batch", 2]));
        model.Parameters[0].Assign<double>([x, y]);
        return model;
    }

    private static Dataset One(int width) => new(Tensor.Create(new float[width], [1, width]), Tensor.Create(new float[width], [1, width]));

    /// <summary>1 − x and 10 (y − x²), whatever the input.</summary>
    private sealed class Residuals : Module
    {
        private readonly Variable _point;

        public Residuals() => _point = Parameter("point", [2], Initializer.Zeros);

        public override Value Forward(Value x)
        {
            Value a = _point.ToValue().Slice(0, 0, 1), b = _point.ToValue().Slice(0, 1, 2);
            return (0 * x) + Value.Concat(0, 1 - a, 10 * (b - (a * a)));
        }
    }

    /// <summary>torch.optim.LBFGS with max_iter = 1 and no line search, called again and again.</summary>
    private sealed class PlainLbfgs(double rate, int history)
    {
        private readonly List<(double[] Y, double[] S, double Ro)> _pairs = [];
        private double[] _d = [], _before = [];
        private double _t, _scale = 1;

        public double[] Step(double[] x, double[] g)
        {
            if (_d.Length == 0)
            {
                _d = [.. g.Select(v => -v)];
                _t = Math.Min(1, 1 / g.Sum(Math.Abs)) * rate;
            }
            else
            {
                double[] y = [.. g.Zip(_before, (a, b) => a - b)], s = [.. _d.Select(v => v * _t)];
                var ys = Dot(y, s);
                if (ys > 1e-10)
                {
                    if (_pairs.Count == history) _pairs.RemoveAt(0);
                    _pairs.Add((y, s, 1 / ys));
                    _scale = ys / Dot(y, y);
                }

                var alpha = new double[_pairs.Count];
                double[] q = [.. g.Select(v => -v)];
                for (var i = _pairs.Count - 1; i >= 0; i--)
                {
                    alpha[i] = Dot(_pairs[i].S, q) * _pairs[i].Ro;
                    q = [.. q.Zip(_pairs[i].Y, (v, w) => v - (alpha[i] * w))];
                }

                double[] r = [.. q.Select(v => v * _scale)];
                for (var i = 0; i < _pairs.Count; i++)
                {
                    var beta = Dot(_pairs[i].Y, r) * _pairs[i].Ro;
                    r = [.. r.Zip(_pairs[i].S, (v, w) => v + (w * (alpha[i] - beta)))];
                }

                (_d, _t) = (r, rate);
            }

            _before = g;
            return [.. x.Zip(_d, (v, w) => v + (_t * w))];
        }

        private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
    }
}
