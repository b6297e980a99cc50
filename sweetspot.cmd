@echo off
rem Starts Sweetspot on Windows: builds when it has not been built, then runs. Untested.
rem Needs JAVA_HOME to be a JDK 17 or newer. Delete target\launcher to build again.
setlocal
if not defined JAVA_HOME (
  echo sweetspot: no JDK was found. 1>&2
  echo expected: JAVA_HOME set to a JDK 17 or newer 1>&2
  echo got: no JAVA_HOME 1>&2
  echo remedy: install one from https://adoptium.net and set JAVA_HOME to its folder 1>&2
  exit /b 2
)
set "HERE=%~dp0"
if not exist "%HERE%target\launcher\built" (
  echo Building Sweetspot; log in %HERE%target\build.log 1>&2
  if not exist "%HERE%target" mkdir "%HERE%target"
  pushd "%HERE%"
  call mvnw.cmd -B -ntp -Plauncher -Dmaven.test.skip=true %SWEETSPOT_MAVEN_OPTIONS% package > "%HERE%target\build.log" 2>&1
  if errorlevel 1 (
    popd
    type "%HERE%target\build.log" 1>&2
    exit /b 1
  )
  popd
  if not exist "%HERE%target\launcher" mkdir "%HERE%target\launcher"
  echo built > "%HERE%target\launcher\built"
)
set /p LIBRARIES=<"%HERE%app\target\classpath.txt"
set "OWN="
for /d %%M in ("%HERE%*") do if exist "%%M\target\classes\" call set "OWN=%%OWN%%%%M\target\classes;"
"%JAVA_HOME%\bin\java" -Dorg.bytedeco.javacpp.nopointergc=true -Xlog:disable ^
  -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED %SWEETSPOT_JAVA_OPTIONS% ^
  -cp "%OWN%%LIBRARIES%" ^
  org.sweetspot.app.Main %*
exit /b %ERRORLEVEL%
