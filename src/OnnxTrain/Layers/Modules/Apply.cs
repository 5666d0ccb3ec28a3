namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The output of <paramref name="module"/> for this value and others. The module is named for the field or property that holds it in
    /// the current module; see <see cref="Module"/>.
    /// </summary>
    /// <param name="module">A child of the module whose <c>Forward</c> is running.</param>
    /// <param name="others">Further inputs, for a module with several.</param>
    public Value Apply(Module module, params ReadOnlySpan<Value> others) => Apply(module, null, others);

    /// <summary>The output of a module for this value and others, with a given name.</summary>
    /// <param name="module">A child of the module whose <c>Forward</c> is running.</param>
    /// <param name="name">The child's name, such as <c>linear1</c>, or a path, such as <c>layers.0</c>; null for the name of the field that
    /// holds it.</param>
    /// <param name="others">Further inputs, for a module with several.</param>
    public Value Apply(Module module, string? name, params ReadOnlySpan<Value> others)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Call(name ?? ModuleNames.Of(module), [this, .. others]);
    }
}
