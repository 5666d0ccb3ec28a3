namespace OnnxTrain;

/// <summary>
/// A module as a graph, with memory for its variables; it can be trained, run and exported. The constructor calls the module's
/// <c>Forward</c> once.
/// </summary>
public partial class Model
{
    private readonly Module _network;
    private readonly Preprocessing? _preprocessing;
    private readonly VariableCopyPass? _copy;
    private readonly Model? _owner;

    /// <summary>1 while a trainer fits the model.</summary>
    private int _isTraining;

    /// <summary>A model with one output, <c>output</c>: the output of the module.</summary>
    /// <param name="network">The module.</param>
    /// <param name="inputs">Its inputs, created by <see cref="Value.Input"/>; name the axis of the rows, <c>["batch", 784]</c>.</param>
    public Model(Module network, params Value[] inputs)
        : this(network, inputs, new OutputTarget())
    {
    }

    private protected Model(
        Module network, Value[] inputs, Target target, Preprocessing? preprocessing = null, bool copies = false,
        Action<IReadOnlyList<Variable>>? beforeMemory = null, Model? owner = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length == 0 || inputs.Any(i => i is not InputValue))
            throw new ArgumentException("A model needs inputs, created by Value.Input.", nameof(inputs));
        (Inputs, _network, _preprocessing) = (inputs, network, preprocessing);
        ElementType = preprocessing is null
            ? inputs.FirstOrDefault(i => i.ElementType.IsFloat())?.ElementType ?? ElementType.Float32
            : ElementType.Float32;
        using var scope = Trace.Typed(ElementType);
        (Features, var yielded, Updates) = Write(inputs);
        if (copies)
        {
            _copy = new();
            var copy = new GraphRewrite(new(inputs, [.. yielded.Select(y => y.Value)], Updates), _copy);
            (yielded, Updates) = ([.. yielded.Select(y => (y.Name, copy.Of(y.Value)))], copy.Graph.Updates);
        }

        (Target, Output) = (target, yielded[0].Value);
        (InferenceOutput, Outputs) = AfterTraining(yielded, inputs);
        var graph = new Graph(inputs, [.. yielded.Select(y => y.Value)], Updates);
        Variable[] variables = [.. graph.Variables.Concat(Updates.Select(u => u.Variable)).Distinct()];
        RequireAxesOfInputs(inputs, graph);
        if (owner is not null)
        {
            (_owner, Trained, Buffered, Seed) = (owner, owner.Trained, owner.Buffered, owner.Seed);
            RequireShared(owner, variables);
            return;
        }

        if (variables.GroupBy(v => v.Name).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new ArgumentException(
                $"Two variables of the model are called '{same.Key}'; use modules by Apply, which gives each its own path.");
        RequireDifferentNames(variables);
        beforeMemory?.Invoke(variables);
        ModelSize.Require(variables, ElementType);
        Trained = new("parameters", [.. variables.Where(v => v.IsTrainable)], ElementType);
        Buffered = new("constants", [.. variables.Where(v => !v.IsTrainable)], ElementType); // their name in checkpoints
        Initialize(seed: 0);
        _copy?.CopyValues();
    }

    /// <summary>The inputs of the exported file, in its order.</summary>
    public IReadOnlyList<Value> Inputs { get; }

    /// <summary>The outputs of the exported file by name, in its order, in inference mode.</summary>
    public IReadOnlyList<(string Name, Value Value)> Outputs { get; }

    /// <summary>The output of the network in training, from which the loss is computed.</summary>
    public Value Output { get; }

    /// <summary>The task of the model.</summary>
    public ModelTask Task => Target.Task;

    /// <summary>The names of the classes, in the order of the probabilities; empty unless the model classifies.</summary>
    public IReadOnlyList<string> Classes => Target.Classes;

    /// <summary>The element type of its variables.</summary>
    public ElementType ElementType { get; }

    /// <summary>The trainable variables, in the order of their use.</summary>
    public IReadOnlyList<Variable> Parameters => Trained.Variables;

    /// <summary>The variables that are not trainable, such as running statistics, in the order of their use.</summary>
    public IReadOnlyList<Variable> Buffers => Buffered.Variables;

    /// <summary>The number of elements in all trainable variables.</summary>
    public long ParameterCount => Parameters.Sum(p => p.Shape.ElementCount);

    /// <summary>Metadata of the exported file, by key, besides those that the exporter adds.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The seed of its initial values.</summary>
    public ulong Seed { get; private set; }

    /// <summary>The input of the network: the model's inputs, or the output of preprocessing.</summary>
    internal IReadOnlyList<Value> Features { get; }

    /// <summary><see cref="Output"/> in inference mode.</summary>
    internal Value InferenceOutput { get; }

    /// <summary>What it predicts.</summary>
    internal Target Target { get; }

    /// <summary>The modules of the network by path.</summary>
    internal IReadOnlyDictionary<string, object> Modules { get; private set; } = new Dictionary<string, object>();

    /// <summary>Raw inputs in the form of a file that takes only numbers, without text and without missing values.</summary>
    internal virtual TensorData[] ToNumbers(TensorData[] inputs) => inputs;

    /// <summary>What an input of a file takes, in words; empty if its type says it.</summary>
    internal virtual string DescribeInput(string input) => "";

    /// <summary>What an input of such a file takes, in words; empty if it is what other files take.</summary>
    internal virtual string DescribeNumbers(string input) => "";

    /// <summary>The memory of <see cref="Parameters"/>.</summary>
    internal VariableBlock Trained { get; }

    /// <summary>The memory of <see cref="Buffers"/>.</summary>
    internal VariableBlock Buffered { get; }

    /// <summary>The updates of <see cref="Buffers"/> in each training step.</summary>
    internal IReadOnlyList<Assignment> Updates { get; }

    /// <summary>The memory that training changes.</summary>
    internal IReadOnlyList<VariableBlock> Changing => Updates.Count == 0 ? [Trained] : [Trained, Buffered];

    /// <summary>Whether all numbers that training changes are finite.</summary>
    internal bool IsFinite => Trained.IsFinite && Updates.All(u => u.Variable.IsFinite);

    /// <summary>Locks the model against other trainers until disposed.</summary>
    /// <exception cref="InvalidOperationException">Another trainer is fitting the model.</exception>
    internal Training EnterTraining() =>
        Interlocked.Exchange(ref (_owner ?? this)._isTraining, 1) == 0
            ? new(_owner ?? this)
            : throw new InvalidOperationException(
                "Another trainer is fitting this model, on this thread or another one; only one can fit a model at a time. Wait for it, "
                    + "or create a model for each.");

    /// <summary>
    /// The network in inference mode, and the file's outputs, rewritten for other inputs with the same names and element types.
    /// </summary>
    /// <exception cref="ShapeException">A module does not support the shapes.</exception>
    /// <exception cref="InvalidOperationException">The network has variables that depend on the shapes, or is not written by its
    /// <c>Forward</c>.</exception>
    internal (Value Output, IReadOnlyList<(string Name, Value Value)> Outputs) Rewritten(Value[] inputs)
    {
        if (_network is EnsembleNetwork)
            throw new InvalidOperationException(
                "An ensemble holds the graphs of its members as they are; create one of members with these inputs.");
        using var scope = Trace.Typed(ElementType);
        var yielded = Write(inputs).Yielded;
        if (_copy is not null)
        {
            var copy = new GraphRewrite(new(inputs, [.. yielded.Select(y => y.Value)]), _copy);
            yielded = [.. yielded.Select(y => (y.Name, copy.Of(y.Value)))];
        }

        var (output, outputs) = AfterTraining(yielded, inputs);
        var graph = new Graph(inputs, [.. outputs.Select(o => o.Value)]);
        if (graph.Variables.FirstOrDefault(v => !Trained.Variables.Contains(v) && !Buffers.Contains(v)) is { } stranger)
            throw new InvalidOperationException(
                $"For other inputs the network uses the variable {stranger}, which the model does not have.");
        RequireAxesOfInputs(inputs, graph);
        return (output, outputs);
    }

    /// <summary>The outputs of the network in training, its own and then the exposed ones, and its updates.</summary>
    private (Value[] Features, (string Name, Value Value)[] Yielded, IReadOnlyList<Assignment> Updates) Write(Value[] inputs)
    {
        using var trace = Trace.Begin();
        Value[] features = _preprocessing is null ? inputs : _preprocessing.CallAll("preprocessing", inputs);
        var output = _network.Call("", features);
        _network.EnterUnused();
        Modules = Trace.Modules;
        return (features, [("", output), .. Trace.Outputs], Trace.Updates);
    }

    /// <summary>The network's output in inference mode, and the outputs of the file.</summary>
    private (Value Output, IReadOnlyList<(string Name, Value Value)> Outputs) AfterTraining(
        (string Name, Value Value)[] yielded,
        Value[] inputs)
    {
        var values = new GraphRewrite(new(inputs, [.. yielded.Select(y => y.Value)]), new InferencePass()).Graph.Fetches;
        return (values[0], [.. Target.Outputs(values[0]), .. yielded.Zip(values, (y, value) => (y.Name, value)).Skip(1)]);
    }

    /// <summary>The length of a named axis comes from the data, and so from an input.</summary>
    private static void RequireAxesOfInputs(IEnumerable<Value> inputs, Graph graph)
    {
        var known = inputs.SelectMany(i => i.Shape).Select(d => d.Symbol).OfType<string>().ToHashSet();
        foreach (var node in graph.Nodes)
        {
            var names = node.Outputs.SelectMany(o => o.Shape).SelectMany(d => d.Symbols);
            if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
                throw new ShapeException(
                    $"{(node.Path.Length > 0 ? $"In {node.Path}: " : "")}{node.Op.Name} yields an axis '{unknown}' that no input of the "
                        + "model has, so its length is never known.");
        }
    }

    /// <summary>Predicts rows in memory.</summary>
    /// <param name="inputs">A tensor for each input of the model, in its order, [rows, …].</param>
    /// <returns>One prediction for each row, in order.</returns>
    /// <exception cref="ArgumentException">The tensors do not fit the inputs.</exception>
    public IReadOnlyList<Prediction> Predict(params IReadOnlyList<RowTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var prediction = new ModelPrediction(this);
        return prediction.Rows(ToInputs(inputs));
    }

    /// <summary>Predicts rows, which may have several sizes along named axes.</summary>
    /// <param name="rows">Rows with a feature for each input of the model, in its order; other columns are not read.</param>
    /// <returns>One prediction for each row, in order.</returns>
    /// <exception cref="ArgumentException">The rows do not fit the inputs.</exception>
    public IReadOnlyList<Prediction> Predict(IRowSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var prediction = new ModelPrediction(this);
        return prediction.Rows(rows);
    }

    /// <summary>Converts tensors of data sets for the inputs.</summary>
    /// <exception cref="ArgumentException">They do not fit the inputs.</exception>
    internal virtual IReadOnlyList<TensorData> ToInputs(IReadOnlyList<RowTensor> rows) => ModelPrediction.Tensors(this, rows);

    /// <summary>Initializes all variables, with random numbers from <paramref name="seed"/>.</summary>
    public void Initialize(ulong seed)
    {
        Seed = seed;
        var stream = 0u;
        foreach (var variable in Parameters.Concat(Buffers)) variable.Initialize(seed, stream++);
    }

    private static void RequireShared(Model owner, IReadOnlyList<Variable> variables)
    {
        if (variables.FirstOrDefault(v => !v.HasStorage) is { } homeless)
            throw new ArgumentException(
                $"The variable {homeless} belongs to no model yet: create a Model of its module first. A model that shares variables "
                    + "has none of its own.");
        if (!variables.Any(owner.Parameters.Contains))
            throw new ArgumentException("The network reads no trainable variable of the model to train, so there is nothing to train.");
    }

    /// <summary>A file identifies inputs, outputs and variables only by name.</summary>
    private void RequireDifferentNames(IEnumerable<Variable> variables)
    {
        var names = Inputs.Select(i => ((InputValue)i).Name).Concat(Outputs.Select(o => o.Name)).Concat(variables.Select(v => v.Name));
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new ArgumentException(
                $"Two of the model's inputs, outputs and variables are called '{same.Key}'; rename the input.");
    }

    internal readonly struct Training(Model model) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref model._isTraining, 0);
    }
}
