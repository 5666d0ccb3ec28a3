namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// What <paramref name="module"/> computes from this value and others. The module is named by the field or property of the module under
    /// way that holds it, however it is called here; see <see cref="Module"/>.
    /// </summary>
    /// <param name="module">A child of the module whose <c>Forward</c> is running.</param>
    /// <param name="others">Its further inputs, for a module of several.</param>
    public Value Apply(Module module, params ReadOnlySpan<Value> others) => Apply(module, null, others);

    /// <summary>The output of a module for this value and others, with a given name.</summary>
    /// <param name="module">A child of the module whose <c>Forward</c> is running.</param>
    /// <param name="name">The child's name, such as <c>linear1</c>, or a path, such as <c>layers.0</c>; null for that of the field that
    /// holds it.</param>
    /// <param name="others">Its further inputs, for a module of several.</param>
    public Value Apply(Module module, string? name, params ReadOnlySpan<Value> others)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Call(name ?? ModuleNames.Of(module), [this, .. others]);
    }
}
