using OnnxTrain.Tests.Training;

namespace OnnxTrain.Tests.Optimizers;

/// <summary>
/// What a rule sees is one parameter in its shape; what it costs is one loop over all, where it works element by element.
/// </summary>
public sealed class LayerRuleTests
{
    private const double Rate = 0.05;

    /// <summary>
    /// Rules of layers, each with its plain form: parameter, gradient, what is kept (two arrays) and the number of the step give the new
    /// values.
    /// </summary>
    private static readonly Dictionary<
        string,
        (Func<Optimizer> Optimizer, Func<PlainParameter, double[], double[][], int, double[]> Step)
    > Rules = new()
    {
        ["muon"] = (() => new MuonLike(Rate), (p, g, kept, t) => MuonLike.Step(p, g, kept[0], Rate)),
        ["lars"] = (() => new Lars(Rate) { WeightDecay = 0.01, TrustCoefficient = 0.1 }, (p, g, kept, t) =>
        {
            var ratio = p.Rank >= 2 ? 0.1 * p.Norm / (PlainParameter.NormOf(g) + (0.01 * p.Norm)) : 1;
            for (var i = 0; i < g.Length; i++) kept[0][i] = (0.9 * kept[0][i]) + (Rate * ratio * (g[i] + (0.01 * p.Values[i])));
            return [.. p.Values.Zip(kept[0], (v, d) => v - d)];
        }),
        ["lamb"] = (() => new Lamb(Rate) { Adapts = _ => true }, (p, g, kept, t) =>
        {
            var step = new double[g.Length];
            for (var i = 0; i < g.Length; i++)
            {
                (kept[0][i], kept[1][i]) = ((0.9 * kept[0][i]) + (0.1 * g[i]), (0.999 * kept[1][i]) + (0.001 * g[i] * g[i]));
                var (m, v) = (kept[0][i] / (1 - Math.Pow(0.9, t)), kept[1][i] / (1 - Math.Pow(0.999, t)));
                step[i] = (m / (Math.Sqrt(v) + 1e-6)) + (0.01 * p.Values[i]);
            }

            var (ofParameter, ofStep) = (p.Norm, PlainParameter.NormOf(step));
            var ratio = ofParameter > 0 && ofStep > 0 ? ofParameter / ofStep : 1;
            return [.. p.Values.Zip(step, (v, d) => v - (Rate * ratio * d))];
        }),
        ["norm memory"] = (() => new NormMemory(Rate), (p, g, kept, t) =>
        {
            kept[0][0] = Math.Max(kept[0][0], PlainParameter.NormOf(g));
            return [.. p.Values.Zip(g, (v, d) => v - (Rate * d / kept[0][0]))];
        }),
    };

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    public static TheoryData<string> OptimizerNames => [.. NewOptimizers.All.Keys];

    /// <summary>The gradient comes from a step of plain descent of rate 1 on a second model.</summary>
    [Theory]
    [MemberData(nameof(RuleNames))]
    public void A_rule_of_layers_sees_each_parameter_by_itself(string name)
    {
        var (optimizer, rule) = Rules[name];
        var (model, second) = (ReferenceNetwork.NewModel("tanh", "mse"), ReferenceNetwork.NewModel("tanh", "mse"));
        using var step = new TrainingStep<double>(model, new MseLoss(), optimizer());
        using var plain = new TrainingStep<double>(second, new MseLoss(), new Sgd(1));
        ReferenceNetwork.Fill(step, "mse");
        ReferenceNetwork.Fill(plain, "mse");
        var kept = model.Parameters.Select(p => new[] { new double[p.Count], new double[p.Count] }).ToArray();
        for (var t = 1; t <= 6; t++)
        {
            var before = model.Parameters.Select(p => p.Elements<double>().ToArray()).ToArray();
            for (var i = 0; i < before.Length; i++) second.Parameters[i].Assign<double>(before[i]);
            plain.Run(1);
            step.Run(Rate);
            for (var i = 0; i < before.Length; i++)
            {
                var gradient = before[i].Zip(second.Parameters[i].Elements<double>().ToArray(), (b, a) => b - a).ToArray();
                var expected = rule(
                    new(before[i], (int)model.Parameters[i].Shape[0].Size, model.Parameters[i].Shape.Rank),
                    gradient, kept[i], t);
                Assert.All(
                    expected.Zip(model.Parameters[i].Elements<double>().ToArray()),
                    pair => Assert.Equal(pair.First, pair.Second, 1e-9));
            }
        }
    }

    /// <summary>Whether all parameters are one vector or each is updated by itself, with everything else at work.</summary>
    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void One_by_one_and_all_at_once_are_the_same_bits(string name)
    {
        TrainingOptions[] all =
        [
            new(),
            new()
            {
                ClipValue = 0.01, ClipNorm = 0.05, AverageDecay = 0.9, AccumulationSteps = 2,
            },
            new()
            {
                Penalty = new WeightPenalty { L1 = 1e-3, L2 = 1e-2 }, Constraint = new UnitNormLimit(0.5), AverageDecay = 0.5,
            },
            new()
            {
                Groups = [new(n => n.EndsWith("bias", StringComparison.Ordinal)) { RateFactor = 2, WeightDecay = 0.1 }],
                ClipNorm = 0.1,
            },
        ];
        foreach (var settings in all) Assert.Equal(Run(settings with { KeepsApart = true }), Run(settings));

        byte[][] Run(TrainingOptions settings)
        {
            var model = Spirals.NewModel();
            using var step = new TrainingStep<float>(model, new CrossEntropyLoss(), NewOptimizers.All[name](), settings);
            using var reader = new BatchReader<float>(Spirals.Data(100), 32, seed: 1);
            for (var i = 0; i < 8; i++) step.Run(reader.Read(), 0.01, updates: !settings.Accumulates || i % 2 == 1);
            return [.. model.Parameters.Select(p => p.Bytes.ToArray()), step.Average?.Snapshot() ?? []];
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void A_rule_of_elements_is_one_vector(string name)
    {
        var optimizer = NewOptimizers.All[name]();
        using var step = new TrainingStep<float>(Spirals.NewModel(), new CrossEntropyLoss(), optimizer);
        Assert.Equal(optimizer is Lars or Lamb, step.Graph.Updates.Count(u => step.Model.Parameters.Contains(u.Variable)) > 1);
    }

    [Fact]
    public void What_lies_between_parameters_does_not_matter()
    {
        var model = Spirals.NewModel();
        using var trainer = new Trainer(model, new SignByDivision(1e-3), options: new()
        {
            ClipNorm = 1, AverageDecay = 0.9, Constraint = new NormLimit(100),
        });
        trainer.Fit(Spirals.Data(64), epochs: 2);
        Assert.All(model.Parameters, p => Assert.True(p.IsFinite, p.Name));
        Assert.Contains(model.Trained.Whole.Elements<float>().ToArray(), float.IsFinite);
    }

    /// <summary>A group's numbers are scalars for each of its parameters.</summary>
    [Fact]
    public void Rate_and_decay_are_those_of_the_parameter()
    {
        var seen = new Dictionary<string, (double? Decay, bool IsScalar)>();
        ParameterGroup[] groups =
        [
            new(n => n.EndsWith("bias", StringComparison.Ordinal)) { RateFactor = 0.5, WeightDecay = 0 },
            new(n => n.StartsWith('0')) { WeightDecay = 0.25 },
        ];
        using var step = new TrainingStep<double>(
            ReferenceNetwork.NewModel("tanh", "mse"), new MseLoss(),
            new Spy(
                (parameter, state) =>
                    seen[state.Parameter.Name] = (
                        ((ConstantValue?)state.WeightDecay(0.125))?.Tensor.Elements is double[] d ? d[0] : null,
                        state.LearningRate.Rank == 0)),
            new() { Groups = groups });
        Assert.All(seen, pair => Assert.True(pair.Value.IsScalar));
        Assert.Equal([0.25, null, 0.125, null], seen.Values.Select(v => v.Decay));
    }

    private sealed class Spy(Action<Value, OptimizerState> look) : Optimizer(0.1)
    {
        public override Value Update(Value parameter, Value gradient, OptimizerState state)
        {
            look(parameter, state);
            return parameter - (state.LearningRate * gradient);
        }
    }
}
