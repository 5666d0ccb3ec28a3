namespace OnnxTrain.Cli;

/// <summary>The courses of the learning rate on offer.</summary>
internal enum ScheduleKind
{
    Constant,
    Step,
    Exponential,
    InverseTime,
    Polynomial,
    Cosine,
    OneCycle,
    Plateau,
}
