using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers;

/// <summary>Recurrent layers of cells that a user writes.</summary>
public class RecurrentTests
{
    /// <summary>Whether the first element of a sequence was positive: only a state can tell at its end.</summary>
    [Fact]
    public void A_cell_of_ten_lines_learns_to_remember()
    {
        const int rows = 64, time = 6;
        var random = new Random(3);
        float[] x = [.. Enumerable.Range(0, rows * time).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => x[row * time] > 0 ? 1 : 0)];
        var model = Model.Classifier(new LastOutput(), Value.Input("x", ElementType.Float32, ["batch", "time", 1]), 2);
        var data = Dataset.Join(new Dataset(Tensor.Create(x, [rows, time, 1]), labels, 2));
        using var trainer = new Trainer(model, new Adam(0.05), options: new() { Seed = 2, BatchSize = 16 });
        Assert.InRange(trainer.Fit(data, epochs: 60, data).Epochs[^1].ValidationMetric!.Value, 0.95, 1);
    }

    [Fact]
    public void The_variables_of_a_cell_are_below_its_layer()
    {
        var model = new Model(new LastOutput(), Value.Input("x", ElementType.Float32, ["batch", "time", 1]));
        Assert.Equal(
            [
                "recurrent.cell.forget.weight", "recurrent.cell.forget.bias",
                "recurrent.cell.candidate.weight", "recurrent.cell.candidate.bias",
            ],
            model.Parameters.Select(p => p.Name).Take(4));
    }

    [Fact]
    public void A_lambda_reads_the_variables_of_the_module_around_it()
    {
        var model = new Model(new LambdaNetwork(), Value.Input("x", ElementType.Float64, ["batch", "time", 2]));
        Assert.Equal(["input.weight", "input.bias", "state.weight", "state.bias"], model.Parameters.Select(p => p.Name));
        model.Initialize(seed: 1);
        using var function = new Function(model.Inputs, [model.Output]);
        double[] x = [.. Enumerable.Range(0, 12).Select(i => Math.Sin(i))];
        var got = function.Run(Tensor.Create(x, [2, 3, 2]))[0].ToArray();
        double[][] p = [.. model.Parameters.Select(v => v.ToTensor<double>().ToArray())];
        for (var row = 0; row < 2; row++)
        {
            double[] h = [0, 0];
            for (var t = 0; t < 3; t++)
            {
                h = [.. Enumerable.Range(0, 2).Select(j =>
                    Math.Tanh(
                        Enumerable.Range(0, 2).Sum(k => (p[0][(j * 2) + k] * x[(((row * 3) + t) * 2) + k]) + (p[2][(j * 2) + k] * h[k]))
                        + p[1][j] + p[3][j]))];
                for (var j = 0; j < 2; j++) Assert.Equal(h[j], got[(((row * 3) + t) * 2) + j], 1e-14);
            }
        }
    }

    /// <summary>The same layer twice: as an operator, and as the scan of a cell with the same weights.</summary>
    [Fact]
    public void An_LSTM_is_the_scan_of_its_cell()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", "time", 3]);
        var lengths = Value.Input("lengths", ElementType.Int64, ["batch"]);
        var lstm = new Lstm(3, 4);
        Value? own = null;
        var model = new Model(new Pair(lstm, cell => own = cell), x, lengths);
        Value[] parameters = [.. model.Parameters.Select(p => p.ToValue())];
        Value[] outputs = [model.Output, own!, .. Square(model.Output), .. Square(own!)];
        using var function = new Function([x, lengths], outputs);
        var got = function
            .RunMixed(
                Tensor.Create([.. Enumerable.Range(0, 60).Select(i => Math.Sin(i))], [4, 5, 3]), Tensor.Create((long[])[5, 0, 2, 4], [4]))
            .Cast<Tensor<double>>()
            .Select(t => t.ToArray())
            .ToArray();
        for (var i = 0; i < got.Length; i++)
        {
            var other = i < 2 ? 1 - i : i < 2 + parameters.Length ? i + parameters.Length : i - parameters.Length;
            Assert.All(got[i].Zip(got[other]), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        }

        IEnumerable<Value> Square(Value y) => (y * y).Sum().Gradient(parameters);
    }

    [Fact]
    public void What_cannot_be_in_a_step_is_refused_in_words()
    {
        Refused(new InCell(x => x.Dropout(0.5)), "Dropout", "draws random numbers", "mask");
        Refused(new InCell(x => x + Value.Normal([2])), "draws random numbers");
        Refused(new InCell(x => x.Apply(new BatchNorm1d(2))), "updates the variable", "LayerNorm");
        Refused(new Exposing(), "exposes 'hidden'");
        var wrong = Assert.Throws<ShapeException>(() => Of(new InCell(x => Value.Concat(1, x, x))));
        Assert.Contains(
            "state 0 is float32[batch, 2] before a step and float32[batch, 4] after it", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Counting([]));

        static void Refused(RecurrentCell cell, params string[] parts)
        {
            var message = Assert.Throws<NotSupportedException>(() => Of(cell)).Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }

        static Model Of(RecurrentCell cell) =>
            new(new Recurrent(cell), Value.Input("x", ElementType.Float32, ["batch", "time", 2]));
    }

    /// <summary>A mask that is drawn before the scan is the same at every step: dropout as Gal and Ghahramani (2016) have it.</summary>
    [Fact]
    public void A_mask_that_is_drawn_before_the_scan_is_the_same_at_every_step()
    {
        var model = new Model(new Masked(), Value.Input("x", ElementType.Float32, ["batch", "time", 50]));
        using var function = new Function(model.Inputs, [model.Output]);
        var got = function.Run(Tensor.Create([.. Enumerable.Repeat(1f, 150)], [1, 3, 50]))[0].ToArray();
        Assert.Contains(0f, got);
        Assert.Contains(2f, got);
        for (var i = 0; i < 50; i++) Assert.Equal((got[i], got[i]), (got[50 + i], got[100 + i]));
        Assert.DoesNotContain(new Graph(model.Inputs, [model.InferenceOutput]).Nodes, n => n.Op.IsRandom);
    }

    [Fact]
    public void What_does_not_depend_on_the_step_is_computed_before_the_scan()
    {
        Value x = Value.Input("x", ElementType.Float32, ["batch", 3, 2]), w = Value.Input("w", ElementType.Float32, [2, 2]);
        var (y, _) = x.Scan(x[.., 0], (input, state) => (input.MatMul(w.Transpose().Exp()), state));
        var body = Assert.IsType<ScanOp>(y.Producer!.Op).Body.Graph;
        Assert.Single(body.Nodes);
        Assert.Empty(body.Variables);
    }

    [Fact]
    public void A_step_of_a_plan_allocates_nothing()
    {
        Value x = Value.Input("x", ElementType.Float32, [4, 6, 8]), w = Value.Input("w", ElementType.Float32, [8, 8]);
        var (y, _) = x.Scan(x[.., 0], (input, state) => ((input + state.MatMul(w)).Tanh(), (input + state).Sigmoid()));
        var gradient = (y * y).Sum().Gradient(x, w);
        using var plan = new Plan(new([x, w], gradient), new Dictionary<string, long>());
        plan.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) plan.Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class LastOutput : Module
    {
        private readonly Recurrent _recurrent = new(new MinimalGatedUnit(1, 8));
        private readonly Linear _output = new(8, 2);

        public override Value Forward(Value x) => _recurrent.Run(x).States[0].Apply(_output);
    }

    /// <summary>The example of <see cref="RecurrentCell"/>.</summary>
    private sealed class MinimalGatedUnit(int inputs, int units) : RecurrentCell(units)
    {
        private readonly Linear _forget = new(inputs + units, units), _candidate = new(inputs + units, units);

        public override (Value Output, Value[] States) Step(Value input, Value[] states)
        {
            var h = states[0];
            var f = Value.Concat(1, input, h).Apply(_forget).Sigmoid();
            var next = ((1 - f) * h) + (f * Value.Concat(1, input, f * h).Apply(_candidate).Tanh());
            return (next, [next]);
        }
    }

    private sealed class LambdaNetwork : Module
    {
        private readonly Linear _input = new(2, 2), _state = new(2, 2);

        public override Value Forward(Value x) => x.Scan(x[.., 0] * 0, (input, h) =>
        {
            var next = (input.Apply(_input) + h.Apply(_state)).Tanh();
            return (next, next);
        }).Output;
    }

    /// <summary>An LSTM, and a cell that has its variables.</summary>
    private sealed class Pair(Lstm lstm, Action<Value> yieldOther) : Module
    {
        private readonly Lstm _lstm = lstm;

        public override Value Forward(params Value[] inputs)
        {
            var y = inputs[0].Apply(_lstm, inputs[1]);
            var w = new Graph(inputs, [y]).Variables.ToDictionary(v => v.Name, v => v.ToValue());
            yieldOther(new Recurrent(new LstmByHand(w)).Run(inputs[0], inputs[1]).Output);
            return y;
        }
    }

    private sealed class LstmByHand(Dictionary<string, Value> w) : RecurrentCell(4, 4)
    {
        public override (Value Output, Value[] States) Step(Value input, Value[] states)
        {
            var gates = input.Linear(w["lstm.weight_ih_l0"], w["lstm.bias_ih_l0"])
                + states[0].Linear(w["lstm.weight_hh_l0"], w["lstm.bias_hh_l0"]);
            Value Gate(int gate) => gates.Slice(1, gate * 4, (gate + 1) * 4);
            var c = (Gate(1).Sigmoid() * states[1]) + (Gate(0).Sigmoid() * Gate(2).Tanh());
            var h = Gate(3).Sigmoid() * c.Tanh();
            return (h, [h, c]);
        }
    }

    private sealed class InCell(Func<Value, Value> change) : RecurrentCell(2)
    {
        public override (Value Output, Value[] States) Step(Value input, Value[] states)
        {
            var next = change(input + states[0]);
            return (next, [next]);
        }
    }

    private sealed class Exposing : RecurrentCell
    {
        public Exposing()
            : base(2)
        {
        }

        public override (Value Output, Value[] States) Step(Value input, Value[] states) => (Expose("hidden", input + states[0]), states);
    }

    private sealed class Counting(int[] units) : RecurrentCell(units)
    {
        public override (Value Output, Value[] States) Step(Value input, Value[] states) => (input, states);
    }

    private sealed class Masked : Module
    {
        public override Value Forward(Value x)
        {
            var mask = (x[.., 0] * 0 + 1).Dropout(0.5);
            return x.Scan(x[.., 0], (input, state) => (input * mask, state)).Output;
        }
    }
}
