namespace OnnxTrain.Tests.Layers;

public sealed class ModelTests
{
    private static Value Input(int width = 4) => Value.Input("x", ElementType.Float32, ["batch", width]);

    [Fact]
    public void Parameters_are_named_by_the_fields_that_hold_their_modules()
    {
        var model = new Model(new Outer(), Input());
        Assert.Equal(
            [
                "encoder.0.weight", "encoder.0.bias", "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "scale",
                "head.weight",
            ],
            model.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void A_module_used_twice_is_one_set_of_parameters()
    {
        var model = new Model(new Shared(), Input());
        Assert.Equal(["linear.weight", "linear.bias"], model.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void A_module_that_was_tried_out_is_named_and_typed_by_its_model()
    {
        var network = new Outer();
        _ = Input().Apply(network);
        var model = new Model(network, Value.Input("x", ElementType.Float64, ["batch", 4]));
        Assert.Equal("encoder.0.weight", model.Parameters[0].Name);
        Assert.Equal(ElementType.Float64, model.Parameters[0].ElementType);
    }

    [Fact]
    public void An_axis_that_no_input_has_is_refused() =>
        Assert.Contains("'rows'", Assert.Throws<ShapeException>(() => new Model(new Stretch(), Input())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_module_may_take_several_inputs()
    {
        var model = new Model(
            new TwoInputs(), Value.Input("a", ElementType.Float32, ["batch", 2]), Value.Input("b", ElementType.Float32, ["batch", 3]));
        Assert.Equal("float32[batch, 1]", model.Output.Type.ToString());
        Assert.Throws<NotSupportedException>(() => new Model(new TwoInputs(), Input()));
        Assert.Throws<NotSupportedException>(() =>
            new Model(new Linear(4, 1), Input(), Value.Input("y", ElementType.Float32, ["batch", 4])));
    }

    [Fact]
    public void A_wrong_shape_names_the_module_and_both_shapes()
    {
        var e = Assert.Throws<ShapeException>(() => new Model(new Sequential(new Linear(4, 8), new Linear(9, 1)), Input()));
        Assert.Contains("In 1:", e.Message, StringComparison.Ordinal);
        Assert.Contains("[batch, 8]", e.Message, StringComparison.Ordinal);
        Assert.Contains("[1, 9]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_lie_in_one_block_aligned_to_cache_lines()
    {
        var model = new Model(new Outer(), Input());
        Assert.All(model.Parameters, p => Assert.Equal(0, p.Offset % 64));
        Assert.Single(model.Parameters.Select(p => p.Buffer).Distinct());
    }

    [Fact]
    public void First_values_depend_on_the_seed_alone()
    {
        var (a, b) = (new Model(new Outer(), Input()), new Model(new Outer(), Input()));
        Assert.Equal(a.Trained.Snapshot(), b.Trained.Snapshot());
        b.Initialize(7);
        Assert.NotEqual(a.Trained.Snapshot(), b.Trained.Snapshot());
        a.Initialize(7);
        Assert.Equal(a.Trained.Snapshot(), b.Trained.Snapshot());
    }

    [Fact]
    public void Linear_starts_within_the_bounds_of_PyTorch()
    {
        var linear = new Linear(100, 400);
        _ = new Model(linear, Input(100));
        var weights = linear.Weight.ToTensor<float>().ToArray();
        Assert.InRange(weights.Max(), 0.0999f, 0.1f);
        Assert.InRange(weights.Min(), -0.1f, -0.0999f);
        Assert.InRange(weights.Average(), -0.001f, 0.001f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_classifier_needs_two_classes(int classes) =>
        Assert.Throws<ArgumentException>(() => Model.Classifier(new Linear(4, 1), Input(), classes));

    [Fact]
    public void A_classifier_needs_one_logit_for_each_class() =>
        Assert.Contains(
            "[batch, 3]",
            Assert.Throws<ShapeException>(() => Model.Classifier(new Linear(4, 2), Input(), 3)).Message,
            StringComparison.Ordinal);

    private sealed class Outer : Module
    {
        private readonly Sequential _encoder = new(new Linear(4, 4));
        private readonly Linear[] _layers = [new(4, 4), new(4, 4)];
        private readonly Linear _head = new(4, 2, bias: false);
        private readonly Variable _scale;

        public Outer() => _scale = Parameter("scale", [4], Initializer.Ones);

        public override Value Forward(Value x)
        {
            x = x.Apply(_encoder);
            for (var i = 0; i < _layers.Length; i++) x = x.Apply(_layers[i]);
            return (x * _scale).Apply(_head);
        }
    }

    private sealed class Stretch : Module
    {
        public override Value Forward(Value x)
        {
            ArgumentNullException.ThrowIfNull(x);
            return x.Sum().Expand(["rows"]);
        }
    }

    private sealed class Shared : Module
    {
        private readonly Linear _linear = new(4, 4);

        public override Value Forward(Value x) => x.Apply(_linear).Relu().Apply(_linear);
    }

    private sealed class TwoInputs : Module
    {
        private readonly Linear _a = new(2, 4), _b = new(3, 4), _out = new(4, 1);

        public override Value Forward(params Value[] inputs) => inputs.Length == 2
            ? (inputs[0].Apply(_a) + inputs[1].Apply(_b)).Tanh().Apply(_out)
            : throw new NotSupportedException("Two inputs.");
    }
}
