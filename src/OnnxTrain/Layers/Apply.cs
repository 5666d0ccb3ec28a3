using System.Runtime.CompilerServices;

namespace OnnxTrain;

public partial class Value
{
    /// <summary>What <paramref name="module"/> computes from this value.</summary>
    /// <param name="module">A child of the module whose <c>Forward</c> is running.</param>
    /// <param name="name">The child's name; left out, it is that of the field or variable given as <paramref name="module"/>.</param>
    public Value Apply(Module module, [CallerArgumentExpression(nameof(module))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Call(ModuleNames.FromExpression(name, module), [this]);
    }

    /// <summary>What <paramref name="module"/> computes from this value and <paramref name="second"/>.</summary>
    /// <param name="module">A child of the module whose <c>Forward</c> is running; it takes two inputs.</param>
    /// <param name="second">Its second input.</param>
    /// <param name="name">The child's name; left out, it is that of the field or variable given as <paramref name="module"/>.</param>
    public Value Apply(Module module, Value second, [CallerArgumentExpression(nameof(module))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Call(ModuleNames.FromExpression(name, module), [this, second]);
    }
}
