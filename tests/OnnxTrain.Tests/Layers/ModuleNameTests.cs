namespace OnnxTrain.Tests.Layers;

/// <summary>
/// A module is named by the field that holds it, by its place in a list, or by its type, never by the expression that uses it.
/// </summary>
public class ModuleNameTests
{
    public static TheoryData<string> Ways => [.. Networks.Keys];

    private static readonly Dictionary<string, (Func<Module> Network, string[] Weights)> Networks = new()
    {
        ["a list, by a local variable"] = (() => new Listed(byIndex: false), ["layers.0", "layers.1", "layers.2"]),
        ["a list, by index"] = (() => new Listed(byIndex: true), ["layers.0", "layers.1", "layers.2"]),
        ["a list, backwards"] = (() => new Backwards(), ["layers.1", "layers.0"]),
        ["fields and properties"] = (() => new Held(), ["first", "second", "third"]),
        ["parameters of a primary constructor"] = (() => new Primary(new(3, 3), new(3, 3)), ["encoder", "decoder"]),
        ["a dictionary, and lists of lists"] = (
            () => new Nested(),
            ["heads.left", "heads.right", "blocks.0.0", "blocks.1.0", "blocks.1.1"]),
        ["no field"] = (() => new Inline(), ["linear", "linear_2", "named"]),
        ["a base class"] = (() => new Derived(), ["below", "above"]),
        ["one module used twice"] = (() => new Shared(), ["layer"]),
        ["one module in two fields"] = (() => new Twins(), ["one"]),
        ["children of children"] = (() => new Outer(), ["inner.layers.0", "inner.layers.1", "inner.layers.2", "tail"]),
    };

    [Theory, MemberData(nameof(Ways))]
    public void Weights_are_named_by_what_holds_their_module(string way)
    {
        var (network, weights) = Networks[way];
        var model = new Model(network(), Value.Input("x", ElementType.Float32, ["batch", 3]));
        Assert.Equal(
            weights.Select(w => $"{w}.weight"),
            model.Parameters.Select(p => p.Name).Where(n => n.EndsWith("weight", StringComparison.Ordinal)));
    }

    /// <summary>
    /// Private fields of a class and of its base class have one name; which is which does not follow from the order of use.
    /// </summary>
    [Theory]
    [InlineData(true), InlineData(false)]
    public void Fields_called_alike_are_numbered_by_their_classes(bool baseFirst)
    {
        var network = new Hiding(baseFirst);
        _ = new Model(network, Value.Input("x", ElementType.Float32, ["batch", 3]));
        Assert.Equal(["layer.weight", "layer_2.weight"], [network.Own.Name, network.OfBase.Name]);
    }

    [Theory]
    [
        InlineData("_linear1", "linear1"), InlineData("<Linear1>k__BackingField", "linear1"), InlineData("<linear1>P", "linear1"),
        InlineData("linear1", "linear1"), InlineData("_", "_")
    ]
    public void A_field_is_known_by_its_name_in_the_source(string field, string name) => Assert.Equal(name, ModuleNames.OfField(field));

    [Fact]
    public void A_module_takes_any_number_of_inputs()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", 2]);
        var model = new Model(
            new Summing(), x, Value.Input("y", ElementType.Float64, ["batch", 2]), Value.Input("z", ElementType.Float64, ["batch", 2]));
        using var f = new Function(model.Inputs, [model.Output]);
        double[] Row(double a, double b) => [a, b];
        var row = (double[] r) => System.Numerics.Tensors.Tensor.Create(r, [1, 2]);
        Assert.Equal([111, 222], f.Run(row(Row(1, 2)), row(Row(10, 20)), row(Row(100, 200)))[0].ToArray());
    }

    private abstract class Hidden : Module
    {
        private readonly Linear _layer = new(3, 3);

        public Variable OfBase => _layer.Weight;

        protected Value Below(Value x) => x.Apply(_layer);
    }

    private sealed class Hiding(bool baseFirst) : Hidden
    {
        private readonly Linear _layer = new(3, 3);

        public Variable Own => _layer.Weight;

        public override Value Forward(Value x) => baseFirst ? Below(x).Apply(_layer) : Below(x.Apply(_layer));
    }

    private sealed class Listed(bool byIndex) : Module
    {
        private readonly Linear[] _layers = [new(3, 3), new(3, 3), new(3, 3)];

        public override Value Forward(Value x)
        {
            if (byIndex)
            {
                for (var i = 0; i < _layers.Length; i++) x = x.Apply(_layers[i]);
                return x;
            }

            foreach (var anything in _layers) x = x.Apply(anything);
            return x;
        }
    }

    private sealed class Backwards : Module
    {
        private readonly IReadOnlyList<Linear> _layers = [new(3, 3), new(3, 3)];

        public override Value Forward(Value x) => x.Apply(_layers[1]).Apply(_layers[0]);
    }

    private sealed class Held : Module
    {
        private readonly Linear _first = new(3, 3);
#pragma warning disable IDE1006 // a name as users write it
        private readonly Linear second = new(3, 3);
#pragma warning restore IDE1006

        public Linear Third { get; } = new(3, 3);

        public override Value Forward(Value x)
        {
            Module local = _first;
            return x.Apply(local).Apply(second).Apply(this.Third);
        }
    }

    private sealed class Primary(Linear encoder, Linear decoder) : Module
    {
        public override Value Forward(Value x) => x.Apply(encoder).Apply(decoder);
    }

    private sealed class Nested : Module
    {
        private readonly Dictionary<string, Module> _heads = new() { ["left"] = new Linear(3, 3), ["right"] = new Linear(3, 3) };
        private readonly List<Linear[]> _blocks = [[new(3, 3)], [new(3, 3), new(3, 3)]];

        public override Value Forward(Value x) =>
            _blocks.SelectMany(b => b).Aggregate(_heads.Values.Aggregate(x, (y, head) => y.Apply(head)), (y, layer) => y.Apply(layer));
    }

    private sealed class Inline : Module
    {
        public override Value Forward(Value x) => x.Apply(new Linear(3, 3)).Apply(new Linear(3, 3)).Apply(new Linear(3, 3), "named");
    }

    private abstract class Base : Module
    {
        private readonly Linear _below = new(3, 3);

        protected Value Below(Value x) => x.Apply(_below);
    }

    private sealed class Derived : Base
    {
        private readonly Linear _above = new(3, 3);

        public override Value Forward(Value x) => Below(x).Apply(_above);
    }

    private sealed class Shared : Module
    {
        private readonly Linear _layer = new(3, 3);

        public override Value Forward(Value x) => x.Apply(_layer).Apply(_layer);
    }

    private sealed class Twins : Module
    {
        private readonly Linear _one = new(3, 3), _other;

        public Twins() => _other = _one;

        public override Value Forward(Value x) => x.Apply(_other).Apply(_one);
    }

    private sealed class Outer : Module
    {
        private readonly Listed _inner = new(byIndex: false);
        private readonly Linear _tail = new(3, 3);

        public override Value Forward(Value x) => x.Apply(_inner).Apply(_tail);
    }

    private sealed class Summing : Module
    {
        private readonly Three _three = new();

        public override Value Forward(params Value[] inputs) => inputs[0].Apply(_three, inputs[1], inputs[2]);

        private sealed class Three : Module
        {
            public override Value Forward(params Value[] inputs) => inputs.Aggregate((a, b) => a + b);
        }
    }
}
