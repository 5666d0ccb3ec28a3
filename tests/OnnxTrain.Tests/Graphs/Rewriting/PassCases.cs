namespace OnnxTrain.Tests.Graphs.Rewriting;

/// <summary>A network, and for each pass a graph of it that the pass takes.</summary>
internal static class PassCases
{
    public static readonly IReadOnlyDictionary<string, Func<Model>> Networks = new Dictionary<string, Func<Model>>
    {
        ["multilayer perceptron"] = () => NewModel([5], new Linear(5, 7), new Relu(), new Linear(7, 3)),
        ["linear stack"] = () => NewModel([5], new Linear(5, 4), new Identity(), new Linear(4, 6, bias: false), new Linear(6, 3)),
        ["normalized linear layers"] = () =>
            NewModel([5], new Linear(5, 6), new BatchNorm1d(6), new Tanh(), new Linear(6, 3, bias: false), new BatchNorm1d(3)),
        ["convolution"] = () => NewModel(
            [2, 6, 5], new Conv2d(2, 4, 3), new BatchNorm2d(4), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(8, 3)),
        ["transposed convolution"] = () => NewModel(
            [4, 3, 2],
            new ConvTranspose2d(4, 2, 2, groups: 2), new BatchNorm2d(2), new AdaptiveAvgPool2d(1), new Flatten(), new Linear(2, 3)),
        ["bounded activation"] = () => NewModel([5], new Linear(5, 7), new Relu6(), new Linear(7, 3)),
        ["dropout and noise"] = () => NewModel([5], new GaussianNoise(0.2), new Linear(5, 7), new Dropout(0.4), new Linear(7, 3)),
    };

    /// <summary>By pass: the graph to rewrite, given a network.</summary>
    public static readonly IReadOnlyDictionary<Type, Func<Model, PassCase>> Passes = new Dictionary<Type, Func<Model, PassCase>>
    {
        [typeof(InferencePass)] = model => new(Forward(model), new InferencePass()),
        [typeof(VariableCopyPass)] = model => new(Forward(model), new VariableCopyPass()),
        [typeof(FrozenStatisticsPass)] = model => new(
            new(model.Features, [model.Output]), new FrozenStatisticsPass(model.Updates.Select(u => u.Variable).ToHashSet())),
        [typeof(BatchNormalizationFoldPass)] = model => new(Inference(model), new BatchNormalizationFoldPass()),
        [typeof(LinearCollapsePass)] = model => new(Inference(model), new LinearCollapsePass()),
        [typeof(NumbersOnlyPass)] = model => new(Inference(model), new NumbersOnlyPass()),
        [typeof(UpdateRulePass)] = Rule,
        [typeof(NarrowPass)] = Narrow,
        [typeof(PortablePass)] = Portable,
    };

    private static Graph Forward(Model model) => new(model.Features, [model.Output], model.Updates);

    private static Graph Inference(Model model) => new(model.Features, [model.InferenceOutput]);

    /// <summary>Momentum on other values, as an optimizer's rule is written for one parameter and used for another.</summary>
    private static PassCase Rule(Model model)
    {
        var (w, g) = (model.Parameters[0].ToValue(), Value.Input("gradient", ElementType.Float32, model.Parameters[0].Shape));
        var rate = Value.Input("rate", ElementType.Float32, []);
        var (otherW, otherG) = (Value.Input("w", w.ElementType, w.Shape), Value.Input("other", w.ElementType, w.Shape));
        var graph = new Graph([w, g, rate], [w - (rate * 2 * (g + (0.01 * w)))]);
        var replaced = new Dictionary<Value, Value> { [w] = otherW, [g] = otherG };
        return new(graph, new UpdateRulePass(replaced, new HashSet<Value> { w, g }, new CommonValues()));
    }

    private static PassCase Narrow(Model model)
    {
        var step = Step(model);
        var graph = new Graph([.. model.Features, .. step.Batch.Feeds, step.Rate], step.Graph.Fetches, step.Graph.Updates);
        var narrow = new NarrowStep(graph, step.Rate);
        var counters = graph.Updates.Zip(narrow.Graph.Updates)
            .Where(pair => pair.First.Variable != pair.Second.Variable)
            .ToDictionary(pair => pair.First.Variable, pair => pair.Second.Variable);
        return new(graph, new NarrowPass(step.Rate, narrow.Rate, counters));
    }

    private static PassCase Portable(Model model)
    {
        var step = Step(model);
        var given = new GivenDraws();
        return new(step.Graph, new PortablePass(model.Trained, step.Graph.Feeds, given, given.Inputs, null));
    }

    private static StepGraph Step(Model model) => new(model, new MseLoss(), new Adam(0.01));

    private static Model NewModel(int[] sizes, params Module[] layers)
    {
        var model = new Model(
            new Sequential(layers), Value.Input("x", ElementType.Float32, ["batch", .. sizes.Select(s => (Dimension)s)]));
        model.Initialize(seed: 3);
        foreach (var buffer in model.Updates.Select(u => u.Variable).Where(v => v.Shape.Rank == 1))
            buffer.Assign<float>([.. Enumerable.Range(1, buffer.Count).Select(i => 0.3f * i)]);
        return model;
    }
}
