using OnnxTrain.Tests.Ops;

namespace OnnxTrain.Tests.Layers;

/// <summary>Activation layers, in float64, against their formulas and the derivatives of these.</summary>
public sealed class ActivationTests
{
    private const double Lambda = 1.0507009873554805, Alpha = 1.6732632423543772;

    /// <summary>Either side of every kink, and 0, where a derivative is PyTorch's.</summary>
    private static readonly double[] Points = [-40, -4, -2.5, -1, -0.5, 0, 0.5, 1, 2.5, 4, 40];

    private static readonly Dictionary<string, Row> Rows = new()
    {
        ["Identity"] = new(() => new Identity(), x => x, _ => 1),
        ["Relu"] = new(() => new Relu(), x => Math.Max(x, 0), x => x > 0 ? 1 : 0),
        ["LeakyRelu"] = new(() => new LeakyRelu(0.2), x => x > 0 ? x : 0.2 * x, x => x > 0 ? 1 : 0.2),
        ["PRelu"] = new(() => new PRelu(), x => x > 0 ? x : 0.25 * x, x => x > 0 ? 1 : 0.25),
        ["PRelu of three channels"] = new(() => new PRelu(3, 0.5), x => x > 0 ? x : 0.5 * x, x => x > 0 ? 1 : 0.5),
        ["Elu"] = new(() => new Elu(), x => x > 0 ? x : Math.Exp(x) - 1, x => x > 0 ? 1 : Math.Exp(x)),
        ["Celu"] = new(() => new Celu(2), x => x > 0 ? x : 2 * (Math.Exp(x / 2) - 1), x => x > 0 ? 1 : Math.Exp(x / 2)),
        ["Selu"] = new(
            () => new Selu(),
            x => Lambda * (x > 0 ? x : Alpha * (Math.Exp(x) - 1)),
            x => Lambda * (x > 0 ? 1 : Alpha * Math.Exp(x))),
        ["Softplus"] = new(() => new Softplus(), x => Math.Log(1 + Math.Exp(x)), Logistic),
        ["Sigmoid"] = new(() => new Sigmoid(), Logistic, x => Logistic(x) * Logistic(-x)),
        ["Tanh"] = new(() => new Tanh(), Math.Tanh, x => 1 - Square(Math.Tanh(x))),
        ["Silu"] = new(() => new Silu(), x => x * Logistic(x), x => Logistic(x) * (1 + (x * Logistic(-x)))),
        ["Mish"] = new(() => new Mish(), x => x * MishGate(x), x => MishGate(x) + (x * (1 - Square(MishGate(x))) * Logistic(x))),
        ["Gelu"] = new(() => new Gelu(), x => x * Phi(x), x => Phi(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI))),
        ["Gelu by tanh"] = new(() => new Gelu(GeluApproximation.Tanh), x => x * PhiByTanh(x),
            x => PhiByTanh(x) + (0.5 * x * (1 - Square((2 * PhiByTanh(x)) - 1)) * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x)))),
        ["HardSigmoid"] = new(() => new HardSigmoid(), x => Math.Clamp((x / 6) + 0.5, 0, 1), x => Math.Abs(x) < 3 ? 1 / 6.0 : 0),
        ["HardSwish"] = new(() => new HardSwish(), x => x * Math.Clamp((x / 6) + 0.5, 0, 1), x => x < -3 ? 0 : x > 3 ? 1 : (x / 3) + 0.5),
        ["Softsign"] = new(() => new Softsign(), x => x / (1 + Math.Abs(x)), x => 1 / Square(1 + Math.Abs(x))),
        ["HardThreshold"] = new(() => new HardThreshold(), x => x >= 0 ? 1 : 0, _ => 0),
        ["HardSign"] = new(() => new HardSign(), x => x >= 0 ? 1 : -1, _ => 0),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Fact]
    public void Every_activation_layer_has_a_row()
    {
        var layers = typeof(Module).Assembly.GetExportedTypes().Where(IsActivation).ToList();
        Assert.Contains(typeof(Gelu), layers);
        Assert.Empty(layers.Except(Rows.Values.Select(row => row.New().GetType())).Select(type => type.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_layer_is_its_formula(string name)
    {
        var (y, slope) = Run(Rows[name].New());
        for (var i = 0; i < Points.Length; i++)
        {
            Assert.InRange(OpRun.Difference(Rows[name].F(Points[i]), y[3 * i]), 0, 1e-14);
            Assert.InRange(OpRun.Difference(Rows[name].Slope(Points[i]), slope[3 * i]), 0, 1e-14);
        }
    }

    [Fact]
    public void The_slopes_of_a_prelu_are_learned_one_to_a_channel()
    {
        var layer = new PRelu(2);
        var model = new Model(layer, Value.Input("x", ElementType.Float64, ["batch", 2, 3]));
        Assert.Equal("weight", Assert.Single(model.Parameters).Name);
        var gradient = model.Output.Sum().Gradient(layer.Weight);
        using var evaluator = new Evaluator([.. model.Inputs], gradient);
        var x = TensorData.Of<double>([1, -2, -3, 4, -5, 6, -1, -1, 2, -0.5, 0.5, 0], [2, 2, 3]);
        Assert.Equal([-7, -5.5], (double[])evaluator.Run([x])[0].Elements);
    }

    [Fact]
    public void A_celu_wants_an_alpha_above_zero() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Value.Input("x", ElementType.Float32, [3]).Celu(0));

    /// <summary>Whether a layer, made without arguments, works on each element by itself, always alike.</summary>
    private static bool IsActivation(Type type)
    {
        if (!type.IsSubclassOf(typeof(Module)) || type.IsAbstract || type == typeof(Dropout)) return false;
        var maker = type.GetConstructors().FirstOrDefault(c => c.GetParameters().All(p => p.IsOptional));
        if (maker is null) return false;
        var x = Value.Input("x", ElementType.Float32, ["batch", 3]);
        try
        {
            var y = x.Apply((Module)maker.Invoke([.. maker.GetParameters().Select(p => p.DefaultValue)]));
            var nodes = new Graph([x], [y]).Nodes;
            return nodes.Count > 0 && nodes.All(node => node.Op.IsElementwise);
        }
        catch (Exception e) when (e is ShapeException or NotSupportedException or System.Reflection.TargetInvocationException)
        {
            return false; // a layer for other inputs
        }
    }

    private static (double[] Y, double[] Slope) Run(Module layer)
    {
        var model = new Model(layer, Value.Input("x", ElementType.Float64, ["batch", 3]));
        Value[] fetches = [model.Output, .. model.Output.Sum().Gradient([.. model.Inputs])];
        using var evaluator = new Evaluator([.. model.Inputs], fetches);
        var results = evaluator.Run([TensorData.Of<double>([.. Points.SelectMany(x => new[] { x, x, x })], [Points.Length, 3])]);
        return ((double[])results[0].Elements, (double[])results[1].Elements);
    }

    private static double Square(double x) => x * x;

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double MishGate(double x) => Math.Tanh(Math.Log(1 + Math.Exp(x)));

    private static double Phi(double x) => 0.5 * (1 + ErfReference.Erf(x / Math.Sqrt(2)));

    private static double PhiByTanh(double x) => 0.5 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    private sealed record Row(Func<Module> New, Func<double, double> F, Func<double, double> Slope);
}
