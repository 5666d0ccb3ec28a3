namespace OnnxTrain;

/// <summary>Where in the model the graph is being written, and in which element type its variables are.</summary>
internal static class Scope
{
    [ThreadStatic]
    private static string? _path;

    [ThreadStatic]
    private static ElementType _elementType;

    private static int _traces;

    [ThreadStatic]
    private static int _trace;

    /// <summary>The number of the trace of a model under way on this thread, rising from 1; 0 outside one.</summary>
    public static int Trace => _trace;

    /// <summary>Names of modules from the outermost in, joined by dots; empty outside every module.</summary>
    public static string Path => _path ?? "";

    /// <summary>The element type that variables get when they are read first: float32 unless the model says otherwise.</summary>
    public static ElementType ElementType => _elementType;

    public static string Join(string path, string name) =>
        path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";

    /// <summary>One level deeper until disposed.</summary>
    public static Restorer Named(string name)
    {
        var restorer = new Restorer(_path, _elementType, _trace);
        _path = Join(Path, name);
        return restorer;
    }

    /// <summary>Variables of the given element type until disposed.</summary>
    public static Restorer Typed(ElementType elementType)
    {
        var restorer = new Restorer(_path, _elementType, _trace);
        _elementType = elementType;
        return restorer;
    }

    /// <summary>A new trace until disposed.</summary>
    public static Restorer Traced()
    {
        var restorer = new Restorer(_path, _elementType, _trace);
        _trace = Interlocked.Increment(ref _traces);
        return restorer;
    }

    public readonly ref struct Restorer(string? path, ElementType elementType, int trace)
    {
        public void Dispose() => (_path, _elementType, _trace) = (path, elementType, trace);
    }
}
