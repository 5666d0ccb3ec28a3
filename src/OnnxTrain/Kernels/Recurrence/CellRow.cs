namespace OnnxTrain.Kernels;

/// <summary>The memory of one row at one step of a recurrence.</summary>
internal unsafe struct CellRow<T>
    where T : unmanaged
{
    /// <summary>The gates: before a step W x + b, plus U h for cells that add it; after it, their values.</summary>
    public T* Gates;

    /// <summary>U h, for cells that do not add it to the gates.</summary>
    public T* Product;

    /// <summary>The bias of U h, for cells that do not add it to the gates.</summary>
    public T* Bias;

    /// <summary>h before the step.</summary>
    public T* Before;

    /// <summary>h after the step.</summary>
    public T* Hidden;

    /// <summary>c before the step.</summary>
    public T* CellBefore;

    /// <summary>c after the step, or another result of the step that its gradient needs.</summary>
    public T* Cell;

    /// <summary>dL/dy of the step.</summary>
    public T* Upstream;

    /// <summary>dL/dh after the step; then that part of dL/dh before it that does not go through U h.</summary>
    public T* HiddenSlope;

    /// <summary>dL/dc after the step, then before it.</summary>
    public T* CellSlope;

    /// <summary>dL/d(W x).</summary>
    public T* GateSlopes;

    /// <summary>dL/d(U h), where it is another.</summary>
    public T* ProductSlopes;
}
