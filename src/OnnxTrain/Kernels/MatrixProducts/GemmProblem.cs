namespace OnnxTrain.Kernels;

/// <summary>C [m, n] = max(op(A) [m, k] · op(B) [k, n] + addend, floor); op optionally transposes.</summary>
internal readonly unsafe struct GemmProblem<T>(Block<T> a, Block<T> b, Block<T> c, int m, int n, int k)
    where T : unmanaged
{
    public T* A => a.Pointer;

    public T* B => b.Pointer;

    public Block<T> C => c;

    public int M => m;

    public int N => n;

    public int K => k;

    /// <summary>Whether A lies in memory as [k, m].</summary>
    public bool TransposeA { get; init; }

    /// <summary>Whether B lies in memory as [n, k].</summary>
    public bool TransposeB { get; init; }

    /// <summary>What is added to the product: [n], the same for each row, or [m, n]; nothing when it is empty.</summary>
    public Block<T> Addend { get; init; }

    /// <summary>Whether negative results become zero (ReLU).</summary>
    public bool FusesRelu { get; init; }

    /// <summary>Cᵀ = op(B)ᵀ · op(A)ᵀ, without addend and floor.</summary>
    public GemmProblem<T> Swap(Block<T> turned) => new(b, a, turned, n, m, k) { TransposeA = !TransposeB, TransposeB = !TransposeA };

    /// <summary>What happens to the sums: the addend is their start, the floor comes after the last of them.</summary>
    public Finish<T> Finish => new(new(Addend.Pointer, Addend.Length == n && m > 1 ? 0 : n), FusesRelu);
}
