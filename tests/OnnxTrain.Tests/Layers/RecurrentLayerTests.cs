using System.Numerics.Tensors;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.Tests.Layers;

/// <summary>RNN, LSTM and GRU as layers: PyTorch's variables, layers, directions, states and lengths.</summary>
public class RecurrentLayerTests
{
    private const int Batch = 3, Time = 4, Features = 2, Units = 3;

    [Fact]
    public void Variables_are_those_of_PyTorch()
    {
        var model = new Model(new Wrapped(new Lstm(Features, Units, layers: 2, bidirectional: true)), Input());
        Assert.Equal(
            [
                "rnn.weight_ih_l0: float64[12, 2]", "rnn.weight_hh_l0: float64[12, 3]",
                "rnn.bias_ih_l0: float64[12]", "rnn.bias_hh_l0: float64[12]",
                "rnn.weight_ih_l0_reverse: float64[12, 2]", "rnn.weight_hh_l0_reverse: float64[12, 3]",
                "rnn.bias_ih_l0_reverse: float64[12]", "rnn.bias_hh_l0_reverse: float64[12]",
                "rnn.weight_ih_l1: float64[12, 6]", "rnn.weight_hh_l1: float64[12, 3]",
                "rnn.bias_ih_l1: float64[12]", "rnn.bias_hh_l1: float64[12]",
                "rnn.weight_ih_l1_reverse: float64[12, 6]", "rnn.weight_hh_l1_reverse: float64[12, 3]",
                "rnn.bias_ih_l1_reverse: float64[12]", "rnn.bias_hh_l1_reverse: float64[12]",
            ],
            model.Parameters.Select(p => p.ToString()));
        var bound = 1 / Math.Sqrt(Units);
        Assert.All(model.Parameters.SelectMany(p => p.ToTensor<double>().ToArray()), w => Assert.InRange(w, -bound, bound));
        Assert.Equal(
            ["weight_ih_l0: float64[9, 2]", "weight_hh_l0: float64[9, 3]"],
            new Model(new Gru(Features, Units, bias: false), Input()).Parameters.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Layers_and_directions_run_as_in_plain_loops(bool hasLengths)
    {
        var layer = new Lstm(Features, Units, layers: 2, bidirectional: true);
        var (x, lengths) = (Input(), Value.Input("lengths", ElementType.Int64, ["batch"]));
        var (hidden, cell) = (
            Value.Input("h", ElementType.Float64, [4, "batch", Units]), Value.Input("c", ElementType.Float64, [4, "batch", Units]));
        var results = new List<Value>();
        var model = new Model(new Written(v => Run(layer, v, results)), x, lengths, hidden, cell);
        using var function = new Function(model.Inputs, results);
        var (given, own) = (Waves([Batch, Time, Features]), (long[])[4, 2, 0]);
        var (h, c) = (Waves([4, Batch, Units], 0.3), Waves([4, Batch, Units], 0.7));
        var got = function.RunMixed(given, Tensor.Create(own, [Batch]), h, c).Cast<Tensor<double>>().Select(ToNd).ToArray();

        var y = ToNd(given);
        double[] lastH = [], lastC = [];
        for (var at = 0; at < 2; at++)
        {
            var both = new Nd[2];
            for (var direction = 0; direction < 2; direction++)
            {
                var index = (at * 2) + direction;
                var w = model.Parameters.Skip(index * 4).Take(4).Select(p => ToNd(p.ToTensor<double>())).ToArray();
                var (outputs, finalH, finalC) = RecurrenceReference.Run(
                    RecurrenceReference.Lstm, y, w[0], w[1], w[2], w[3], Part(h, index), Part(c, index),
                    row => hasLengths ? (int)own[row] : Time, direction == 1);
                both[direction] = outputs;
                (lastH, lastC) = ([.. lastH, .. finalH.Items], [.. lastC, .. finalC.Items]);
            }

            y = Nd.Of([Batch, Time, 2 * Units], i => both[i[2] / Units][i[0], i[1], i[2] % Units]);
        }

        Assert.InRange(OpRun.Difference([y, new([4, Batch, Units], lastH), new([4, Batch, Units], lastC)], got), 0, 1e-14);

        Value Run(Lstm lstm, Value[] inputs, List<Value> to)
        {
            var all = lstm.Run(inputs[0], hasLengths ? inputs[1] : null, inputs[2], inputs[3]);
            to.AddRange([all.Output, all.Hidden, all.Cell]);
            return all.Output;
        }
    }

    [Fact]
    public void Inputs_are_told_apart_by_their_types()
    {
        var layer = new Gru(Features, Units);
        Value x = Input(), lengths = Value.Input("lengths", ElementType.Int64, ["batch"]);
        var hidden = Value.Input("h", ElementType.Float64, [1, "batch", Units]);
        var results = new List<Value>();
        _ = new Model(
            new Written(v =>
            {
                results.AddRange(
                [
                    v[0].Apply(layer, v[1], v[2]), layer.Run(v[0], v[1], v[2]).Output, v[0].Apply(layer, v[2]),
                    layer.Run(v[0], null, v[2]).Output, v[0].Apply(layer), layer.Run(v[0]).Output,
                ]);
                return results[0];
            }),
            x, lengths, hidden);
        using var function = new Function([x, lengths, hidden], results);
        var got = function
            .RunMixed(Waves([Batch, Time, Features]), Tensor.Create((long[])[1, 4, 3], [Batch]), Waves([1, Batch, Units]))
            .Cast<Tensor<double>>()
            .Select(t => t.ToArray())
            .ToArray();
        for (var i = 0; i < 6; i += 2) Assert.Equal(got[i], got[i + 1]);
        Assert.NotEqual(got[0], got[2]);
        Assert.NotEqual(got[2], got[4]);
    }

    [Fact]
    public void Dropout_is_between_layers_and_only_in_training()
    {
        var model = new Model(new Lstm(Features, Units, layers: 3, dropout: 0.5), Input());
        Assert.Equal(2, new Graph(model.Inputs, [model.Output]).Nodes.Count(n => n.Op.IsRandom));
        Assert.DoesNotContain(new Graph(model.Inputs, [model.InferenceOutput]).Nodes, n => n.Op.IsRandom);
    }

    [Fact]
    public void Inference_saves_nothing_for_the_gradient()
    {
        var model = new Model(new Lstm(Features, Units), Input());
        var op = new Graph(model.Inputs, [model.InferenceOutput]).Nodes.Select(n => n.Op).OfType<LstmOp>().Single();
        Assert.False(op.Saves);
    }

    /// <summary>With no steps, the last states are the first, and weights have no gradient.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void Rows_of_no_steps_are_computed(int batch)
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", "time", Features]);
        Value hidden = Value.Input("h", ElementType.Float64, [1, "batch", Units]);
        var layer = new Lstm(Features, Units);
        var results = new List<Value>();
        var model = new Model(
            new Written(v =>
            {
                var (y, h, c) = layer.Run(v[0], null, v[1], v[1]);
                results.AddRange([y, h, c]);
                return h;
            }),
            x, hidden);
        Value[] parameters = [.. model.Parameters.Select(p => p.ToValue())];
        var gradients = (results[1].Sum() + (results[2] * 2).Sum()).Gradient([hidden, .. parameters]);
        using var function = new Function([x, hidden], [.. results, .. gradients]);
        var given = Waves([1, batch, Units]);
        var got = function.Run(Tensor.Create(Array.Empty<double>(), [batch, 0, Features]), given);
        Assert.Empty(got[0].ToArray());
        Assert.Equal(given.ToArray(), got[1].ToArray());
        Assert.Equal(given.ToArray(), got[2].ToArray());
        Assert.All(got[3].ToArray(), g => Assert.Equal(3, g));
        Assert.All(got[4..].SelectMany(g => g.ToArray()), g => Assert.Equal(0, g));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void Lengths_out_of_range_are_refused(long length)
    {
        Value x = Input(), lengths = Value.Input("lengths", ElementType.Int64, ["batch"]);
        var model = new Model(new Gru(Features, Units), x, lengths);
        using var function = new Function(model.Inputs, [model.Output]);
        var refused = Assert.Throws<ArgumentOutOfRangeException>(
            () => function.RunMixed(Waves([Batch, Time, Features]), Tensor.Create((long[])[1, length, 3], [Batch])));
        Assert.Contains(
            FormattableString.Invariant($"row 1 (counted from 0) has the length {length}"), refused.Message, StringComparison.Ordinal);
        Assert.Contains("0 … 4", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Whether the last number within its length is positive: the numbers after it say the opposite.</summary>
    [Fact]
    public void Padded_rows_are_trained_on_with_their_lengths()
    {
        const int rows = 96, time = 5;
        var random = new Random(4);
        long[] lengths = [.. Enumerable.Range(0, rows).Select(_ => (long)random.Next(1, time + 1))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(2))];
        float[] x =
        [
            .. from row in Enumerable.Range(0, rows)
            from t in Enumerable.Range(0, time)
            let size = 0.2f + (float)random.NextDouble()
            select t < lengths[row] - 1 ? size * random.Next(-1, 2) : labels[row] == 1 == (t < lengths[row]) ? size : -size,
        ];
        var input = Value.Input("x", ElementType.Float32, ["batch", time, 1]);
        var own = Value.Input("lengths", ElementType.Int64, ["batch", 1]);
        var model = Model.Classifier(new LastState(), [input, own], 2);
        var data = new Dataset([Tensor.Create(x, [rows, time, 1]), Tensor.Create(lengths, [rows, 1])], labels, 2);
        using var trainer = new Trainer(model, new Adam(0.03), options: new() { Seed = 2, BatchSize = 16 });
        Assert.InRange(trainer.Fit(data, epochs: 40, data).Epochs[^1].ValidationMetric!.Value, 0.97, 1);
    }

    [Fact]
    public void Wrong_shapes_are_refused_in_words()
    {
        Refused(new Lstm(5, 2), "In rnn: Lstm: the input is float64[batch, 4, 2]; it must be [batch, time, 5]", Input());
        Refused(new Gru(2, 2), "it must be [batch, time, 2] of float32 or float64", Value.Input("x", ElementType.Int64, ["batch", 4, 2]));
        Refused(new Rnn(2, 2), "it must be [batch, time, 2]", Value.Input("x", ElementType.Float64, ["batch", 2]));
        Refused(
            new Lstm(2, 3), "an initial state is float64[batch, 3]; for the input float64[batch, 4, 2] it must be float64[1, batch, 3]",
            Input(), Value.Input("h", ElementType.Float64, ["batch", 3]));
        Refused(
            new Lstm(2, 3), "the lengths are int32[batch]; for the input float64[batch, 4, 2] they must be int64[batch]",
            Input(), Value.Input("lengths", ElementType.Int32, ["batch"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lstm(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Gru(2, 3, layers: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rnn(2, 3, dropout: 1));

        static void Refused(Module layer, string message, params Value[] inputs) => Assert.Contains(
            message, Assert.Throws<ShapeException>(() => new Model(new Wrapped(layer), inputs)).Message, StringComparison.Ordinal);
    }

    private static Value Input() => Value.Input("x", ElementType.Float64, ["batch", Time, Features]);

    private static Tensor<double> Waves(nint[] lengths, double step = 1)
    {
        var count = lengths.Aggregate((nint)1, (a, b) => a * b);
        return Tensor.Create([.. Enumerable.Range(0, (int)count).Select(i => Math.Sin(i * step))], lengths);
    }

    private static Nd ToNd(Tensor<double> tensor) => new([.. tensor.Lengths.ToArray().Select(n => (int)n)], tensor.ToArray());

    private static Nd Part(Tensor<double> states, int index) =>
        new([Batch, Units], [.. states.ToArray().Skip(index * Batch * Units).Take(Batch * Units)]);

    private sealed class LastState : Module
    {
        private readonly Gru _gru = new(1, 8);
        private readonly Linear _output = new(8, 2);

        public override Value Forward(params Value[] inputs) => _gru.Run(inputs[0], inputs[1].Squeeze(1)).Hidden[^1].Apply(_output);
    }

    private sealed class Wrapped(Module rnn) : Module
    {
        private readonly Module _rnn = rnn;

        public override Value Forward(params Value[] inputs) => inputs[0].Apply(_rnn, inputs.AsSpan(1));
    }

    private sealed class Written(Func<Value[], Value> forward) : Module
    {
        public override Value Forward(params Value[] inputs) => forward(inputs);
    }
}
