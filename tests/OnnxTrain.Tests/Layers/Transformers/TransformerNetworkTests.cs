using OnnxTrain.Tests.Ops;
using static OnnxTrain.Tests.Layers.Transformers.TransformerReference;

namespace OnnxTrain.Tests.Layers.Transformers;

/// <summary>The transformer networks: names and counts of published state dicts, numbers of their formulas, gradients.</summary>
public class TransformerNetworkTests
{
    [Theory]
    [InlineData("GPT-2", 124_439_808, 148)]
    [InlineData("TinyLlama", 1_100_048_384, 201)]
    [InlineData("Llama 3.2 1B", 1_235_814_400, 146)]
    [InlineData("BERT base", 109_482_240, 199)]
    [InlineData("ViT-B/16", 86_567_656, 152)]
    public void A_network_has_the_published_number_of_parameters(string name, long parameters, int entries)
    {
        var variables = Variables(name);
        Assert.Equal(parameters, variables.Sum(v => v.Shape.ElementCount));
        Assert.Equal(entries, variables.Count);
    }

    [Theory]
    [InlineData("GPT-2", "transformer.wte.weight [50257, 768]")]
    [InlineData("GPT-2", "transformer.wpe.weight [1024, 768]")]
    [InlineData("GPT-2", "transformer.h.11.attn.c_attn.weight [768, 2304]")]
    [InlineData("GPT-2", "transformer.h.0.mlp.c_fc.bias [3072]")]
    [InlineData("GPT-2", "transformer.ln_f.weight [768]")]
    [InlineData("TinyLlama", "model.embed_tokens.weight [32000, 2048]")]
    [InlineData("TinyLlama", "model.layers.21.self_attn.k_proj.weight [256, 2048]")]
    [InlineData("TinyLlama", "model.layers.0.mlp.gate_proj.weight [5632, 2048]")]
    [InlineData("TinyLlama", "model.layers.0.post_attention_layernorm.weight [2048]")]
    [InlineData("TinyLlama", "lm_head.weight [32000, 2048]")]
    [InlineData("BERT base", "embeddings.word_embeddings.weight [30522, 768]")]
    [InlineData("BERT base", "embeddings.LayerNorm.bias [768]")]
    [InlineData("BERT base", "encoder.layer.11.attention.self.query.weight [768, 768]")]
    [InlineData("BERT base", "encoder.layer.0.attention.output.LayerNorm.weight [768]")]
    [InlineData("BERT base", "encoder.layer.0.intermediate.dense.weight [3072, 768]")]
    [InlineData("BERT base", "pooler.dense.weight [768, 768]")]
    [InlineData("ViT-B/16", "class_token [1, 1, 768]")]
    [InlineData("ViT-B/16", "conv_proj.weight [768, 3, 16, 16]")]
    [InlineData("ViT-B/16", "encoder.pos_embedding [1, 197, 768]")]
    [InlineData("ViT-B/16", "encoder.layers.encoder_layer_11.self_attention.in_proj_weight [2304, 768]")]
    [InlineData("ViT-B/16", "encoder.layers.encoder_layer_0.mlp.3.weight [768, 3072]")]
    [InlineData("ViT-B/16", "encoder.ln.weight [768]")]
    [InlineData("ViT-B/16", "heads.head.weight [1000, 768]")]
    public void Variables_have_the_names_and_shapes_of_published_weights(string name, string variable) =>
        Assert.Contains(variable, Variables(name).Select(v => $"{v.Name} {v.Shape}"));

    [Fact]
    public void Gpt2_is_its_formula()
    {
        var model = Tokens(new Gpt2(7, 5, 6, 2, 1, dropout: 0.1));
        var of = new TransformerReference(model);
        long[] tokens = [3, 0, 6, 1, 1, 5, 2, 2];
        var x = Nd.Of([2, 4, 6], i => of.Weight("transformer.wte.weight")[(int)tokens[(i[0] * 4) + i[1]], i[2]]
            + of.Weight("transformer.wpe.weight")[i[1], i[2]]);
        const string h = "transformer.h.0.";
        var qkv = Turned(of, of.Norm(x, $"{h}ln_1"), $"{h}attn.c_attn");
        var y = Attend(Columns(qkv, 0, 6), Columns(qkv, 6, 6), Columns(qkv, 12, 6), 2, 2, (_, i, j) => j <= i);
        x = Sum(x, Turned(of, y, $"{h}attn.c_proj"));
        var between = Turned(of, of.Norm(x, $"{h}ln_2"), $"{h}mlp.c_fc")
            .Map(v => 0.5 * v * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + (0.044715 * v * v * v)))));
        x = Sum(x, Turned(of, between, $"{h}mlp.c_proj"));
        var wanted = TransformerReference.Linear(of.Norm(x, "transformer.ln_f"), of.Weight("transformer.wte.weight"), null);
        Assert.InRange(OpRun.Difference([wanted], [Run(model, tokens, 2)]), 0, 2e-5);
    }

    [Fact]
    public void Llama_is_its_formula()
    {
        var model = Tokens(new Llama(7, 8, 2, 1, 5, keyHeads: 1));
        var of = new TransformerReference(model);
        long[] tokens = [3, 0, 6, 1, 1, 5, 2, 2];
        var x = Nd.Of([2, 4, 8], i => of.Weight("model.embed_tokens.weight")[(int)tokens[(i[0] * 4) + i[1]], i[2]]);
        const string h = "model.layers.0.";
        var normal = of.RmsNorm(x, $"{h}input_layernorm", 1e-5);
        var y = Attend(
            Rotated(of.Linear(normal, $"{h}self_attn.q_proj"), 4), Rotated(of.Linear(normal, $"{h}self_attn.k_proj"), 4),
            of.Linear(normal, $"{h}self_attn.v_proj"), 2, 1, (_, i, j) => j <= i);
        x = Sum(x, of.Linear(y, $"{h}self_attn.o_proj"));
        normal = of.RmsNorm(x, $"{h}post_attention_layernorm", 1e-5);
        var gated = Nd.Zip(
            of.Linear(normal, $"{h}mlp.gate_proj").Map(v => v / (1 + Math.Exp(-v))), of.Linear(normal, $"{h}mlp.up_proj"), (a, b) => a * b);
        x = Sum(x, of.Linear(gated, $"{h}mlp.down_proj"));
        Assert.InRange(
            OpRun.Difference([of.Linear(of.RmsNorm(x, "model.norm", 1e-5), "lm_head")], [Run(model, tokens, 2)]), 0, 2e-5);

        // Of a head of width 4, elements 0 and 2, and 1 and 3, are turned together by angles p and p / 100.
        static Nd Rotated(Nd x, int width) => Nd.Of(x.Sizes, i =>
        {
            var (own, half) = (i[2] % width, width / 2);
            var angle = i[1] * Math.Pow(10000, -2.0 * (own % half) / width);
            var other = own < half ? -x[i[0], i[1], i[2] + half] : x[i[0], i[1], i[2] - half];
            return (x[i] * Math.Cos(angle)) + (other * Math.Sin(angle));
        });
    }

    [Fact]
    public void Padding_of_a_bert_changes_no_token_and_no_pooled_row()
    {
        foreach (var pooled in (bool[])[false, true])
        {
            Value[] inputs = [Tokens("x"), Value.Input("mask", ElementType.Int64, ["batch", "sequence"]), Tokens("types")];
            var model = new Model(new BertEncoder(9, 16, 8, 2, 2, 12, pooled: pooled), inputs);
            Fill(model);
            using var evaluator = new Evaluator(inputs, [model.InferenceOutput]);
            float[] Row(int length) => (float[])evaluator.Run([
                TensorData.Of<long>([.. Enumerable.Range(0, length).Select(i => i < 3 ? i + 1L : 8)], [1, length]),
                TensorData.Of<long>([.. Enumerable.Range(0, length).Select(i => i < 3 ? 1L : 0)], [1, length]),
                TensorData.Of<long>([.. Enumerable.Range(0, length).Select(i => i % 2L)], [1, length]),
            ])[0].Elements;
            var alone = Row(3);
            Assert.Equal(pooled ? 8 : 24, alone.Length);
            Assert.Equal(alone, Row(9)[..alone.Length]);
            Assert.All(alone, y => Assert.True(float.IsFinite(y)));
        }
    }

    [Fact]
    public void A_vision_transformer_sees_all_patches()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 3, 8, 8]);
        var model = new Model(new VisionTransformer(5, 8, 4, 8, 2, 2, 12), x);
        Fill(model);
        Assert.Equal(["batch", 5], model.Output.Shape);
        using var evaluator = new Evaluator([x], [model.Output, .. model.Output.Square().Sum().Gradient([x])]);
        var gradient = (float[])evaluator.Run([TensorData.Of<float>(new float[192], [1, 3, 8, 8])])[1].Elements;
        Assert.All(gradient, g => Assert.NotEqual(0, g));
        Assert.Throws<ArgumentException>(() => new VisionTransformer(5, 30, 16));
        Assert.Throws<ShapeException>(
            () => new VisionTransformer(5, 8, 4, 8, 2).Forward(Value.Input("x", ElementType.Float32, [1, 3, 9, 8])));
    }

    [Fact]
    public void A_sequence_longer_than_the_context_and_a_token_beyond_the_vocabulary_are_refused()
    {
        var model = Tokens(new Gpt2(7, 5, 6, 2, 1));
        using var evaluator = new Evaluator(model.Inputs, [model.InferenceOutput]);
        var longer = Assert.Throws<ShapeException>(() => evaluator.Run([TensorData.Of<long>(new long[6], [1, 6])]));
        Assert.Contains("transformer.wpe", longer.Message, StringComparison.Ordinal);
        Assert.Contains("6", longer.Message, StringComparison.Ordinal);
        var unknown = Assert.Throws<ArgumentOutOfRangeException>(() => evaluator.Run([TensorData.Of<long>([0, 7], [1, 2])]));
        Assert.Contains("0 … 6", unknown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GPT-2")]
    [InlineData("Llama")]
    public void Gradients_of_a_language_model_are_those_of_central_differences(string name)
    {
        // Tokens have no gradient, so float64 comes from the variables of a model whose input is float64.
        var x = Value.Input("x", ElementType.Float64, ["batch", 4]);
        Module network = name == "Llama" ? new Llama(7, 8, 2, 1, 5, keyHeads: 1) : new Gpt2(7, 5, 6, 2, 1, dropout: 0.3);
        var model = new Model(new OfNumbers(network), x);
        Fill(model);
        var target = Value.Input("target", ElementType.Int64, ["batch", 4]);
        var loss = new CrossEntropyLoss { ClassAxis = -1, IgnoreIndex = -100, LabelSmoothing = 0.1 }.Of(model.Output, target);
        var gradients = loss.Gradient([.. model.Parameters.Select(p => p.ToValue())]);
        using var plan = new Plan(new([x, target], [loss, .. gradients]), new Dictionary<string, long> { ["batch"] = 2 });
        new double[] { 3, 0, 6, 1, 1, 5, 2, 2 }.CopyTo(plan.Elements<double>(x));
        new long[] { 0, 6, -100, 1, 5, 2, -100, 4 }.CopyTo(plan.Elements<long>(target));
        (plan.State.Seed, plan.State.Step) = (5, 1);
        plan.Run();
        var analytic = gradients.Select(g => plan.Elements<double>(g).ToArray()).ToList();
        for (var k = 0; k < model.Parameters.Count; k++)
        {
            var numbers = model.Parameters[k].Numbers();
            foreach (var i in (int[])[0, numbers.Length / 2, numbers.Length - 1])
            {
                var difference = (At(1e-5) - At(-1e-5)) / 2e-5;
                At(0);
                Assert.InRange(Math.Abs(difference - analytic[k][i]), 0, 1e-8);

                double At(double step)
                {
                    double[] moved = [.. numbers];
                    moved[i] += step;
                    model.Parameters[k].AssignNumbers(moved);
                    plan.Run();
                    return plan.Elements<double>(loss)[0];
                }
            }
        }
    }

    private static List<Variable> Variables(string name)
    {
        Module network = name switch
        {
            "GPT-2" => new Gpt2(),
            "TinyLlama" => new Llama(32000, 2048, 32, 22, 5632, keyHeads: 4),
            "Llama 3.2 1B" => new Llama(128256, 2048, 32, 16, 8192, keyHeads: 8, frequencyBase: 500000, tiedHead: true),
            "BERT base" => new BertEncoder(pooled: true),
            _ => new VisionTransformer(1000),
        };
        var x = network is VisionTransformer ? Value.Input("x", ElementType.Float32, ["batch", 3, 224, 224]) : Tokens("x");
        using var trace = Trace.Begin();
        return [.. new Graph([x], [network.Call("", [x])]).Variables];
    }

    private static Value Tokens(string name) => Value.Input(name, ElementType.Int64, ["batch", "sequence"]);

    private static Model Tokens(Module network)
    {
        var model = new Model(network, Tokens("x"));
        Fill(model);
        return model;
    }

    private static Nd Run(Model model, long[] tokens, int batch)
    {
        using var evaluator = new Evaluator(model.Inputs, [model.InferenceOutput]);
        var tensor = evaluator.Run([TensorData.Of<long>(tokens, [batch, tokens.Length / batch])])[0];
        return new(tensor.Type.Shape.Sizes(), tensor.Numbers());
    }

    private static Nd Columns(Nd x, int first, int count) =>
        Nd.Of([x.Sizes[0], x.Sizes[1], count], i => x[i[0], i[1], first + i[2]]);

    /// <summary>x W + b.</summary>
    private static Nd Turned(TransformerReference of, Nd x, string path)
    {
        var weight = of.Weight($"{path}.weight");
        var transposed = Nd.Of([weight.Sizes[1], weight.Sizes[0]], i => weight[i[1], i[0]]);
        return TransformerReference.Linear(x, transposed, of.Weight($"{path}.bias"));
    }

    private sealed class OfNumbers(Module network) : Module
    {
        public override Value Forward(Value x) => x.Cast(ElementType.Int64).Apply(network);
    }
}
