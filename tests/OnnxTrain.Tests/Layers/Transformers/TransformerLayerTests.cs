using OnnxTrain.Tests.Ops;
using static OnnxTrain.Tests.Layers.Transformers.TransformerReference;

namespace OnnxTrain.Tests.Layers.Transformers;

/// <summary>Layers of transformers against PyTorch's definitions in plain loops, and the names of their variables.</summary>
public class TransformerLayerTests
{
    private const double Tolerance = 1e-12;
    private const int Features = 6, Heads = 2, Units = 5;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Self_attention_with_padding_is_the_formula(bool isCausal, bool isFloat)
    {
        var (x, type) = (Input("x", "sequence"), isFloat ? ElementType.Float64 : ElementType.Bool);
        var mask = Value.Input("mask", type, ["batch", "sequence"]);
        var model = New(new MultiheadAttention(Features, Heads) { IsCausal = isCausal }, x, mask);
        Assert.Equal(
            ["in_proj_bias", "in_proj_weight", "out_proj.bias", "out_proj.weight"],
            model.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
        var data = Data(2, 4, Features);
        Nd visible = new([2, 4], [1, 1, 1, 0, 0, 1, 1, 0]); // the first position of the second row sees nothing if causal
        var wanted = new TransformerReference(model).MultiheadAttention(
            data, data, "", Heads, (row, i, j) => visible[row, j] != 0 && (!isCausal || j <= i));
        AssertEqual(wanted, Run(model, data, isFloat ? visible.Map(v => v == 0 ? double.NegativeInfinity : 0) : visible));
    }

    [Fact]
    public void Attention_to_keys_and_values_of_other_features_is_the_formula()
    {
        var (q, k, v) = (Input("q", "queries"), Input("k", "keys", 3), Input("v", "keys", 4));
        var model = New(new MultiheadAttention(Features, Heads, keyFeatures: 3, valueFeatures: 4), q, k, v);
        Assert.Equal(
            ["in_proj_bias", "k_proj_weight", "out_proj.bias", "out_proj.weight", "q_proj_weight", "v_proj_weight"],
            model.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
        Nd[] data = [Data(2, 3, Features), Data(2, 5, 3), Data(2, 5, 4)];
        var of = new TransformerReference(model);
        Nd Part(Nd x, string name, int part)
        {
            Nd bias = new([Features], of.Weight("in_proj_bias").Items[(part * Features)..((part + 1) * Features)]);
            return TransformerReference.Linear(x, of.Weight($"{name}_proj_weight"), bias);
        }

        var y = Attend(Part(data[0], "q", 0), Part(data[1], "k", 1), Part(data[2], "v", 2), Heads, Heads, (_, _, _) => true);
        AssertEqual(of.Linear(y, "out_proj"), Run(model, data));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void An_encoder_is_its_formula(bool normFirst, bool isCausal)
    {
        var encoder = new TransformerEncoder(
            2, () => new(Features, Heads, Units, 0, static x => x.Gelu(), normFirst, isCausal), new LayerNorm([Features]));
        var model = New(encoder, Input("x", "sequence"));
        string[] own =
        [
            "linear1.bias", "linear1.weight", "linear2.bias", "linear2.weight", "norm1.bias", "norm1.weight", "norm2.bias", "norm2.weight",
            "self_attn.in_proj_bias", "self_attn.in_proj_weight", "self_attn.out_proj.bias", "self_attn.out_proj.weight",
        ];
        Assert.Equal(
            [.. own.Select(name => $"layers.0.{name}"), .. own.Select(name => $"layers.1.{name}"), "norm.bias", "norm.weight"],
            model.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
        var (of, x) = (new TransformerReference(model), Data(2, 4, Features));
        var wanted = x;
        for (var i = 0; i < 2; i++)
        {
            var path = $"layers.{i}.";
            Nd Attended(Nd v) => of.MultiheadAttention(v, v, $"{path}self_attn.", Heads, (_, a, b) => !isCausal || b <= a);
            Nd Fed(Nd v) => of.Linear(Gelu(of.Linear(v, $"{path}linear1")), $"{path}linear2");
            if (normFirst)
            {
                wanted = Sum(wanted, Attended(of.Norm(wanted, $"{path}norm1")));
                wanted = Sum(wanted, Fed(of.Norm(wanted, $"{path}norm2")));
            }
            else
            {
                wanted = of.Norm(Sum(wanted, Attended(wanted)), $"{path}norm1");
                wanted = of.Norm(Sum(wanted, Fed(wanted)), $"{path}norm2");
            }
        }

        AssertEqual(of.Norm(wanted, "norm"), Run(model, x));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Encoder_and_decoder_are_their_formula(bool normFirst)
    {
        var model = New(
            new Transformer(Features, Heads, 1, 1, Units, 0, normFirst: normFirst), Input("source", "keys"), Input("target", "sequence"),
            Value.Input("mask", ElementType.Bool, ["batch", "keys"]));
        Assert.Equal(34, model.Parameters.Count);
        Assert.Contains(model.Parameters, p => p.Name == "decoder.layers.0.multihead_attn.in_proj_weight");
        Assert.Contains(model.Parameters, p => p.Name == "decoder.norm.weight");
        Nd source = Data(2, 5, Features), target = Data(2, 3, Features), mask = new([2, 5], [1, 1, 1, 1, 0, 1, 1, 0, 0, 0]);
        var of = new TransformerReference(model);
        Nd Fed(Nd v, string path) => of.Linear(Relu(of.Linear(v, $"{path}linear1")), $"{path}linear2");
        Nd Residual(Nd v, string norm, Func<Nd, Nd> f) => normFirst ? Sum(v, f(of.Norm(v, norm))) : of.Norm(Sum(v, f(v)), norm);
        const string e = "encoder.layers.0.", d = "decoder.layers.0.";
        var memory = Residual(
            source, $"{e}norm1", v => of.MultiheadAttention(v, v, $"{e}self_attn.", Heads, (row, _, j) => mask[row, j] != 0));
        memory = of.Norm(Residual(memory, $"{e}norm2", v => Fed(v, e)), "encoder.norm");
        var y = Residual(target, $"{d}norm1", v => of.MultiheadAttention(v, v, $"{d}self_attn.", Heads, (_, i, j) => j <= i));
        y = Residual(
            y, $"{d}norm2", v => of.MultiheadAttention(v, memory, $"{d}multihead_attn.", Heads, (row, _, j) => mask[row, j] != 0));
        AssertEqual(of.Norm(Residual(y, $"{d}norm3", v => Fed(v, d)), "decoder.norm"), Run(model, source, target, mask));
    }

    [Fact]
    public void A_row_is_the_same_to_the_bit_whatever_its_padding()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", "sequence", 32]);
        var mask = Value.Input("mask", ElementType.Bool, ["batch", "sequence"]);
        var model = New(new TransformerEncoderLayer(32, 4, 24, 0, normFirst: true), x, mask);
        using var evaluator = new Evaluator([x, mask], [model.Output]);
        var alone = Row(5);
        foreach (var length in (int[])[6, 63, 64, 65, 150]) Assert.Equal(alone, Row(length)[..alone.Length]);

        float[] Row(int length)
        {
            float[] numbers = [.. Enumerable.Range(0, length * 32).Select(i => i < 5 * 32 ? MathF.Sin(i) : 9)];
            bool[] visible = [.. Enumerable.Range(0, length).Select(i => i < 5)];
            return (float[])evaluator.Run([TensorData.Of<float>(numbers, [1, length, 32]), TensorData.Of<bool>(visible, [1, length])])[0]
                .Elements;
        }
    }

    [Fact]
    public void Lengths_make_a_mask()
    {
        var lengths = Value.Input("lengths", ElementType.Int64, ["batch"]);
        using var evaluator = new Evaluator([lengths], [lengths.SequenceMask(3)]);
        Assert.Equal(
            [true, true, false, false, false, false, true, true, true],
            (bool[])evaluator.Run([TensorData.Of<long>([2, 0, 4], [3])])[0].Elements);
    }

    [Fact]
    public void Positions_are_sines_and_cosines()
    {
        var model = new Model(new SinusoidalPositions(), Input("x", "sequence", 4));
        var y = Run(model, new Nd([1, 3, 4], new double[12]));
        AssertEqual(
            Nd.Of([1, 3, 4], i => i[2] % 2 == 0
                ? Math.Sin(i[1] / Math.Pow(10000, i[2] / 4.0))
                : Math.Cos(i[1] / Math.Pow(10000, (i[2] - 1) / 4.0))),
            y);
    }

    [Fact]
    public void Wrong_sizes_say_what_would_fit()
    {
        Assert.Contains("divisor", Assert.Throws<ArgumentException>(() => new MultiheadAttention(6, 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiheadAttention(6, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiheadAttention(6, 2, dropout: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RotaryPositions(5));
        Says("[batch, sequence, features]", () => new MultiheadAttention(6, 2).Forward(Value.Input("x", ElementType.Float32, [3, 6])));
        var q = Value.Input("q", ElementType.Float32, ["batch", 4, "n", 8]);
        Says("multiple", () => q.Attention(Keys(3, 8), Keys(3, 8)));
        Says("width", () => q.Attention(Keys(2, 7), Keys(2, 7)));
        Says("same heads and length", () => q.Attention(Keys(2, 8), Keys(1, 8)));
        Says("[batch, 1, 1, keys]", () => q.Attention(Keys(2, 8), Keys(2, 8), Value.Input("m", ElementType.Bool, ["batch", "keys"])));
        Says("true to attend", () => q.Attention(Keys(2, 8), Keys(2, 8), Value.Input("m", ElementType.Int64, ["n", "keys"])));
        Says("context of 4", () => new LearnedPositions(4, 6).Forward(Value.Input("x", ElementType.Float32, ["batch", 5, 6])));
        Says("int64[batch, sequence]", () => new Gpt2(7, 4, 8, 2, 1).Forward(Value.Input("x", ElementType.Float32, ["batch", 4])));

        Value Keys(int heads, int width) => Value.Input("k", ElementType.Float32, ["batch", heads, "keys", width]);
        static void Says(string what, Func<object> act) =>
            Assert.Contains(what, Assert.Throws<ShapeException>(act).Message, StringComparison.Ordinal);
    }

    private static Model New(Module network, params Value[] inputs)
    {
        var model = new Model(network, inputs);
        Fill(model);
        return model;
    }

    private static Value Input(string name, string length, int features = Features) =>
        Value.Input(name, ElementType.Float64, ["batch", length, features]);

    private static Nd Data(params int[] sizes)
    {
        var random = new Random(sizes.Sum());
        return Nd.Of(sizes, _ => (random.NextDouble() * 2) - 1);
    }

    private static Nd Run(Model model, params Nd[] data)
    {
        using var evaluator = new Evaluator(model.Inputs, [model.Output]);
        var tensor = evaluator.Run([.. model.Inputs.Zip(data, (x, d) =>
            TensorData.OfNumbers(d.Items, [.. d.Sizes.Select(size => (Dimension)size)], x.ElementType))])[0];
        return new(tensor.Type.Shape.Sizes(), tensor.Numbers());
    }

    private static void AssertEqual(Nd wanted, Nd got) => Assert.InRange(OpRun.Difference([wanted], [got]), 0, Tolerance);
}
