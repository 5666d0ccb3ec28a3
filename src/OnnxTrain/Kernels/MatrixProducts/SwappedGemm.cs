using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// A product of few columns and many rows, computed as Cᵀ = Bᵀ · Aᵀ: the many rows then fill the vectors. The small result is
/// turned at the end.
/// </summary>
internal sealed unsafe class SwappedGemm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly GemmProblem<T> _problem;
    private readonly Block<T> _turned;
    private readonly Action _multiply;

    public SwappedGemm(GemmProblem<T> problem, Scratch scratch, KernelWidth width)
    {
        _problem = problem;
        _turned = scratch.Allocate<T>(problem.M * problem.N);
        _multiply = Gemm.BindBlocked(problem.Swap(_turned), scratch, width);
    }

    public void Run()
    {
        _multiply();
        var finish = _problem.Finish;
        var c = _problem.C.Pointer;
        for (var i = 0; i < _problem.M; i++, c += _problem.N)
        {
            for (var j = 0; j < _problem.N; j++)
            {
                var sum = _turned.Pointer[((long)j * _problem.M) + i];
                if (finish.Adds) sum += *finish.Addend.At(i, j).First;
                c[j] = finish.FusesRelu ? T.Max(sum, T.Zero) : sum;
            }
        }
    }
}
