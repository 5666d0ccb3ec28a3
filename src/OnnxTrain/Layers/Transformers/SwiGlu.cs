namespace OnnxTrain;

/// <summary>
/// The feed-forward network W₂ (silu(W₁ x) · W₃ x) (Shazeer, 2020, "GLU variants improve transformer"), with variables named as in Llama:
/// <c>gate_proj</c>, <c>up_proj</c> and <c>down_proj</c>.
/// </summary>
/// <param name="features">The features of x and of the result.</param>
/// <param name="units">The units between.</param>
/// <param name="bias">Whether the linear layers have biases.</param>
public sealed class SwiGlu(int features, int units, bool bias = false) : Module
{
    private readonly Linear _gate = new(features, units, bias), _up = new(features, units, bias), _down = new(units, features, bias);

    /// <summary>A tensor of the same shape as x […, features].</summary>
    public override Value Forward(Value x) =>
        (x.Apply(_gate, "gate_proj").Silu() * x.Apply(_up, "up_proj")).Apply(_down, "down_proj");
}
