using System.Diagnostics.CodeAnalysis;

namespace OnnxTrain;

/// <summary>
/// A part of a model: its variables and its computation. In a derived class, create variables and children in the constructor, and write
/// the computation in <see cref="Forward(Value)"/>; apply children by <see cref="Value.Apply(Module, ReadOnlySpan{Value})"/>.
/// </summary>
/// <remarks>
/// A child has the name of the field or property that holds it, and so have the variables below it, as in PyTorch's state dicts:
/// <c>_encoder</c> and <c>Encoder</c> are <c>encoder</c>, the elements of a list or array <c>_layers</c> are <c>layers.0</c>,
/// <c>layers.1</c> …, those of a dictionary have their keys. A module that no field holds has the name of its type, with a number in the
/// order of use if there are several: <c>linear</c>, <c>linear_2</c>.
/// </remarks>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.AllFields)]
public abstract class Module
{
    private readonly List<Variable> _variables = [];
    private Dictionary<Module, string>? _children;

    /// <summary>The computation of the module. It runs once, on symbolic values, when a <see cref="Model"/> is created.</summary>
    /// <param name="x">The input.</param>
    /// <exception cref="NotSupportedException">The module takes several inputs.</exception>
    public virtual Value Forward(Value x) =>
        throw new NotSupportedException($"{GetType().Name} does not override Forward(Value); it may take several inputs.");

    /// <summary>The computation of a module with several inputs.</summary>
    /// <param name="inputs">The inputs, in the order that the module defines.</param>
    /// <exception cref="NotSupportedException">The module takes one input and several were given.</exception>
    public virtual Value Forward(params Value[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs.Length == 1
            ? Forward(inputs[0])
            : throw new NotSupportedException(
                $"{GetType().Name} takes one input and {inputs.Length} were given; override Forward(params Value[]) to take several.");
    }

    /// <summary>Creates a trainable variable.</summary>
    /// <param name="name">Its name within the module, such as <c>weight</c>.</param>
    /// <param name="shape">Its shape, without named axes.</param>
    /// <param name="initializer">Its initial values.</param>
    protected Variable Parameter(string name, Shape shape, Initializer initializer) =>
        Add(new(name, shape, initializer));

    /// <summary>Creates a variable that is not trainable: a running statistic, a constant.</summary>
    /// <param name="name">Its name within the module.</param>
    /// <param name="shape">Its shape, without named axes.</param>
    /// <param name="initializer">Its initial values.</param>
    protected Variable Buffer(string name, Shape shape, Initializer initializer) =>
        Add(new(name, shape, initializer, isTrainable: false));

    /// <summary>
    /// Updates a buffer of the module in every training step: a running statistic, a counter. Call it in <c>Forward</c>. The new value
    /// takes effect when the step ends; in validation, in inference and in an exported file the buffer does not change. A module that is
    /// used twice in a model updates its buffers twice, in the order of use.
    /// </summary>
    /// <param name="variable">A buffer, created by <see cref="Buffer"/>.</param>
    /// <param name="update">Computes the new value from the old one, with the same type and shape.</param>
    /// <exception cref="ArgumentException">The variable does not belong to this module, or is trainable.</exception>
    /// <exception cref="ShapeException">The new value has another type or shape.</exception>
    protected void Update(Variable variable, Func<Value, Value> update)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(update);
        if (!_variables.Contains(variable))
            throw new ArgumentException(
                $"{GetType().Name} updates '{variable.Name}', which is not its own variable; create it by Buffer.", nameof(variable));
        if (variable.IsTrainable)
            throw new ArgumentException(
                $"{GetType().Name} updates '{variable.Name}', which the optimizer already updates; create it by Buffer.", nameof(variable));
        Trace.AddUpdate(variable, update);
    }

    /// <summary>
    /// Makes a value of <c>Forward</c> an output of the exported file, after the model's own outputs: the features of a classifier, a
    /// second head. The loss sees only the value that <c>Forward</c> returns.
    /// </summary>
    /// <param name="name">The name of the output.</param>
    /// <param name="value">The value, which is written in inference mode.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The name is empty, or another output of the model has it.</exception>
    protected static Value Expose(string name, Value value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        NameText.Require(name, "name of an output");
        Trace.AddOutput(name, value);
        return value;
    }

    /// <summary>Writes the module into the graph as a child of the current module, called <paramref name="name"/>.</summary>
    internal Value Call(string name, Value[] inputs) => Call(name, () => Forward(inputs));

    /// <summary>Writes a computation of the module into the graph as that of a child of the current module.</summary>
    internal T Call<T>(string name, Func<T> forward)
    {
        using var scope = Trace.Named(Trace.Claim(this, name));
        using var current = Trace.Within(this);
        foreach (var variable in _variables) variable.Enter(Trace.Path, Trace.Number);
        var place = $"In {Trace.Path}: ";
        try
        {
            return forward();
        }
        catch (ShapeException e)
            when (Trace.Path.Length > 0 && e.InnerException is null && !e.Message.StartsWith(place, StringComparison.Ordinal))
        {
            throw new ShapeException(place + e.Message, e);
        }
    }

    /// <summary>Writes the module into the graph in place of the current module, whose path its variables and children get.</summary>
    internal Value Continue(params Value[] inputs)
    {
        using var current = Trace.Within(this);
        foreach (var variable in _variables) variable.Enter(Trace.Path, Trace.Number);
        var output = Forward(inputs);
        EnterUnused();
        return output;
    }

    /// <summary>
    /// Names the variables that were read without applying their module, by the path of fields from this module.
    /// </summary>
    internal void EnterUnused()
    {
        var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance) { this };
        var pending = new Queue<(Module Module, string Path)>([(this, Trace.Path)]);
        while (pending.TryDequeue(out var next))
        {
            foreach (var variable in next.Module._variables.Where(v => !v.IsEntered(Trace.Number))) variable.Enter(next.Path, Trace.Number);
            foreach (var (child, name) in ModuleFields.Names(next.Module))
            {
                if (seen.Add(child)) pending.Enqueue((child, Trace.Join(next.Path, name)));
            }
        }
    }

    /// <summary>The name of a child by the field that holds it, or null if there is none.</summary>
    internal string? NameOf(Module child)
    {
        // A list may have grown since the fields were read.
        if (_children?.TryGetValue(child, out var name) == true) return name;
        return (_children = ModuleFields.Names(this)).GetValueOrDefault(child);
    }

    private Variable Add(Variable variable)
    {
        if (variable.Name.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException($"The variable name '{variable.Name}' contains a dot, which separates the names of modules.");
        if (_variables.Exists(v => v.LocalName == variable.LocalName))
            throw new ArgumentException($"{GetType().Name} has two variables called '{variable.Name}'.");
        _variables.Add(variable);
        return variable;
    }
}
