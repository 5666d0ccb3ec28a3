using OnnxTrain.RoundTrip.Tests.Ops;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Transformers as files: at all opsets, on batches of different lengths, with padding.</summary>
public class TransformerFileTests
{
    private const int Vocabulary = 11;

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["encoder"] = new(
            () => new TransformerEncoder(2, () => new(8, 2, 12, normFirst: true, activation: static x => x.Gelu()), new LayerNorm([8])),
            Numbers("x", "sequence"), Mask("sequence")),
        ["causal encoder, normalization last"] = new(
            () => new TransformerEncoder(1, () => new(8, 4, 12, causal: true)), Numbers("x", "sequence")),
        ["encoder and decoder"] = new(
            () => new Transformer(8, 2, 1, 1, 12), Numbers("source", "keys"), Numbers("target", "sequence"), Mask("keys")),
        ["attention with a mask of scores"] = new(
            () => new MultiheadAttention(8, 2), Numbers("q", "sequence"), Numbers("k", "keys"), Numbers("v", "keys"),
            Value.Input("mask", ElementType.Bool, ["batch", "sequence", "keys"])),
        ["past keys"] = new(() => new Continued(), Numbers("x", "sequence"), Numbers("past", "past")),
        ["GPT-2"] = new(() => new Gpt2(Vocabulary, 16, 8, 2, 2), Tokens("x")),
        ["Llama"] = new(() => new Llama(Vocabulary, 16, 4, 2, 12, keyHeads: 2), Tokens("x")),
        ["BERT"] = new(() => new BertEncoder(Vocabulary, 16, 8, 2, 2, 12), Tokens("x"), Mask("sequence"), Tokens("types")),
        ["pooled BERT"] = new(() => new BertEncoder(Vocabulary, 16, 8, 2, 1, 12, pooled: true), Tokens("x")),
        ["vision transformer"] = new(
            () => new VisionTransformer(5, 8, 4, 8, 2, 2, 12), Value.Input("x", ElementType.Float32, ["batch", 3, 8, 8])),
        ["sinusoidal positions"] = new(() => new SinusoidalPositions(), Numbers("x", "sequence")),
    };

    public static TheoryData<string, int> Names
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var name in Cases.Keys)
            {
                foreach (var opset in (int[])[13, 17, 21, 23, 24]) rows.Add(name, opset);
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_file_computes_the_same_at_all_lengths(string name, int opset)
    {
        var row = Cases[name];
        var model = new Model(row.Network(), row.Inputs);
        model.Initialize(3);
        using var session = new OnnxSession(OpExport.Write(row.Inputs, [model.InferenceOutput], opset));
        using var evaluator = new Evaluator(row.Inputs, [model.InferenceOutput]);
        string[] names = [.. row.Inputs.Select(x => ((InputValue)x).Name)];
        foreach (var lengths in (long[][])[[1, 1, 1, 1], [2, 3, 7, 2], [3, 7, 3, 5]])
        {
            var random = new Random((int)lengths[1]);
            TensorData[] data = [.. row.Inputs.Select(x => Data(x, random, lengths))];
            var own = evaluator.Run(data)[0];
            var other = session.Run(names, data)[0];
            Assert.Equal(own.Type, other.Type);
            Assert.All(own.Numbers().Zip(other.Numbers()), pair => Assert.InRange(OpRun.Difference(pair.First, pair.Second), 0, 4e-6));
        }
    }

    [Fact]
    public void From_opset_23_attention_and_rotary_positions_are_operators_of_ONNX()
    {
        var row = Cases["Llama"];
        var model = new Model(row.Network(), row.Inputs);
        Assert.Equal(2, OpExport.Write(row.Inputs, [model.InferenceOutput], 23).Graph.Node.Count(n => n.OpType == "Attention"));
        Assert.DoesNotContain(OpExport.Write(row.Inputs, [model.InferenceOutput], 21).Graph.Node, n => n.OpType == "Attention");
    }

    private static TensorData Data(Value x, Random random, long[] lengths)
    {
        Shape shape = [.. x.Shape.Select(d => (Dimension)d.Evaluate(axis => axis switch
        {
            "batch" => lengths[0], "sequence" => lengths[1], "keys" => lengths[2], _ => lengths[3],
        }))];
        var classes = x.ElementType == ElementType.Bool || ((InputValue)x).Name == "types" ? 2 : Vocabulary;
        double[] numbers =
        [
            .. Enumerable.Range(0, (int)shape.ElementCount).Select(i =>
                x.ElementType == ElementType.Float32 ? (random.NextDouble() * 2) - 1
                : x.ElementType == ElementType.Bool && i % shape[shape.Rank - 1].Size == 0 ? 1 : random.Next(classes)),
        ];
        return TensorData.OfNumbers(numbers, shape, x.ElementType);
    }

    private static Value Numbers(string name, string length) => Value.Input(name, ElementType.Float32, ["batch", length, 8]);

    private static Value Mask(string length) => Value.Input("mask", ElementType.Bool, ["batch", length]);

    private static Value Tokens(string name) => Value.Input(name, ElementType.Int64, ["batch", "sequence"]);

    private sealed record Case(Func<Module> Network, params Value[] Inputs);

    /// <summary>Causal attention of new positions to past ones and themselves, keys of length <c>past + sequence</c>.</summary>
    private sealed class Continued : Module
    {
        private readonly MultiheadAttention _attention = new(8, 2) { IsCausal = true };

        public override Value Forward(params Value[] inputs)
        {
            var all = Value.Concat(1, inputs[1], inputs[0]);
            return inputs[0].Apply(_attention, all, all);
        }
    }
}
