namespace OnnxTrain;

/// <summary>The progress of several trainings. Reported from their threads, never by two at once.</summary>
/// <param name="Run">The training that this reports on, counted from 1; trainings run in parallel.</param>
/// <param name="Runs">The number of trainings.</param>
/// <param name="RunsDone">The number of finished trainings.</param>
/// <param name="Training">The progress of this training; null when it has just finished.</param>
/// <param name="Score">Its score when it has just finished; null before, and if it is not scored.</param>
public sealed record SelectionProgress(int Run, int Runs, int RunsDone, TrainingProgress? Training, double? Score);
